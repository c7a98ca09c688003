"""README: "Nothing leaves your machine". A study with the network closed, and a page without it."""

import os
import re
import signal
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

GUARD = Path(__file__).with_name("no_network.py")
CLOSED = 71
LOADING = {"src", "srcset", "href", "xlink:href", "action", "formaction", "poster", "data"}
ELSEWHERE = re.compile(r"@import\s+[\"']?([^\"';]+)|url\(\s*[\"']?([^\"')]+)", re.IGNORECASE)


def run_without_network(*arguments: object, path: Path | None = None):
    """Run a module in a process that ends at the first attempt to open the network."""
    environment = {**os.environ, "COLUMNS": "200"}
    if path is not None:
        environment["PYTHONPATH"] = str(path)
    return subprocess.run(
        [sys.executable, str(GUARD), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=300,
    )


class Addresses(HTMLParser):
    """Every address that a page could load or send to, in its attributes and its styles."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.is_style = False

    def handle_starttag(self, tag, attrs) -> None:
        self.is_style = tag == "style"
        for name, value in attrs:
            if name in LOADING:
                self.found.append(value or "")
            elif name == "style":
                self.read(value or "")

    def handle_data(self, data) -> None:
        if self.is_style:
            self.read(data)

    def read(self, style: str) -> None:
        self.found += ["".join(parts) for parts in ELSEWHERE.findall(style)]


def outside(page: str) -> list[str]:
    """Return the addresses of a page that are neither in it nor written out in it."""
    addresses = Addresses()
    addresses.feed(page)
    return [a for a in addresses.found if not a.startswith(("#", "data:"))]


def test_a_study_ends_well_with_the_network_closed(small_shop, tmp_path) -> None:
    out = tmp_path / "out"
    done = run_without_network(
        "accord", "study", small_shop, "--out", out, "--replications", "2", "--precision", "0.5"
    )
    assert done.returncode == 0, done.stderr
    assert (out / "report.html").is_file()
    assert (out / "tables.xlsx").is_file()


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9), 0.1)",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
        "import urllib.request\ntry: urllib.request.urlopen('http://localhost:9')\nexcept: pass",
    ],
)
def test_the_guard_stops_a_program_that_opens_the_network_and_says_where(code, tmp_path) -> None:
    (tmp_path / "leak.py").write_text(code, encoding="utf-8")
    done = run_without_network("leak", path=tmp_path)
    assert done.returncode == CLOSED
    assert "the network is closed" in done.stderr
    assert "leak.py" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's filter is Linux")
def test_the_guard_stops_compiled_code_that_opens_the_network(tmp_path) -> None:
    code = "import ctypes, socket\nctypes.CDLL(None).socket(socket.AF_INET, socket.SOCK_STREAM, 0)"
    (tmp_path / "leak.py").write_text(code, encoding="utf-8")
    assert run_without_network("leak", path=tmp_path).returncode == -signal.SIGSYS


def test_the_guard_leaves_sockets_inside_the_machine_alone(tmp_path) -> None:
    code = "import socket; a, b = socket.socketpair(); a.send(b'x'); print(b.recv(1))"
    (tmp_path / "talk.py").write_text(code, encoding="utf-8")
    done = run_without_network("talk", path=tmp_path)
    assert (done.returncode, done.stdout) == (0, "b'x'\n")


def test_the_report_names_no_address_outside_itself(study_folder) -> None:
    assert outside((study_folder / "report.html").read_text(encoding="utf-8")) == []


def test_an_address_outside_a_page_is_found_wherever_it_hides() -> None:
    page = """<link rel="icon" href="data:,"><a href="#f">1</a><img src="https://a.example/x.png">
    <style>@import "b.css"; p { background: url(//c.example/y.png) }</style>
    <svg><image xlink:href="d.svg"/></svg><p style="background: url('e.png')"><a href="f.html">"""
    assert outside(page) == [
        "https://a.example/x.png", "b.css", "//c.example/y.png", "d.svg", "e.png", "f.html",
    ]  # fmt: skip
