"""The seeded generator of the fictional plant Gaillon; run ``generate.py`` in the folder above."""
