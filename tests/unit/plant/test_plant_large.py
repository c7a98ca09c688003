"""Large files: read within bounds, or refused at once naming the limit."""

import resource
import time

import pytest

from accord import plant


def many_orders(count):
    rows = (f"W{i:06d};clip;{1 + i % 50};04/01/1999;22/01/1999;0\n" for i in range(count))
    return "order;product;quantity;release;due;priority\n" + "".join(rows)


def test_two_hundred_megabytes_are_refused_at_once_naming_the_limit(files, make):
    folder = make(files)
    with (folder / "orders.csv").open("r+b") as stream:
        stream.truncate(200_000_000)
    start = time.process_time()
    told = [p for p in plant.check(folder) if p.place.file == "orders.csv"]
    assert time.process_time() - start < 5
    assert [p.seen for p in told] == ["the file has 200,000,000 bytes"]
    assert "at most 64,000,000 bytes (and 500,000 rows)" in told[0].rule


def test_an_error_in_the_last_of_fifty_thousand_rows_has_its_place(files, make):
    files["orders.csv"] = many_orders(60_000) + "W999999;clip;x;04/01/1999;22/01/1999;0\n"
    told = [p for p in plant.check(make(files)) if p.kind == "error"]
    assert [str(p.place) for p in told] == ["orders.csv:60002:14"]


def test_a_log_is_only_hashed_however_long_it_is(files, make):
    folder = make(files)
    with (folder / "log.csv").open("wb") as stream:
        stream.write(b"case,activity,start\n")
        stream.truncate(200_000_000)
    start = time.process_time()
    (source,) = [s for s in plant.read(folder).sources if s.path == "log.csv"]
    assert time.process_time() - start < 5
    assert len(source.sha256) == 64


@pytest.mark.slow
def test_the_largest_table_is_read_in_time_and_memory(files, make):
    files["orders.csv"] = many_orders(499_000)
    start = time.process_time()
    assert len(plant.read(make(files)).orders) == 499_000
    assert time.process_time() - start < 15
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1_500_000  # KB
