"""``python -m accord``: the same as the command ``accord``."""

from accord.cli import main

if __name__ == "__main__":
    main()
