"""One seam for parallel work."""

import pytest

from accord.errors import StudyError
from accord.study import make_executor


@pytest.mark.parametrize(("where", "kind"), [
    ("threads:2", "ThreadPoolExecutor"), ("processes:1", "ProcessPoolExecutor"),
    ("threads", "ThreadPoolExecutor"), (None, "ThreadPoolExecutor"),
])  # fmt: skip
def test_an_executor_is_made_from_its_words(where, kind) -> None:
    with make_executor(where) as workers:
        assert type(workers).__name__ == kind
        assert list(workers.map(abs, [-1, 2])) == [1, 2]


@pytest.mark.parametrize("where", ["thread:2", "threads:0", "threads:two"])
def test_words_that_are_not_understood_are_answered_with_words_that_are(where) -> None:
    with pytest.raises(StudyError, match="write threads:2"):
        make_executor(where)


@pytest.mark.parametrize(("where", "answer"), [
    ("dask", "name the scheduler"), ("dask:2", "write dask:tcp://localhost:8786"),
    ("dask:tcp://127.0.0.1:9", "no scheduler answers"),
])  # fmt: skip
def test_a_cluster_that_is_not_there_is_told(where, answer, monkeypatch) -> None:
    monkeypatch.setattr("accord.study.executor.PATIENCE_S", 1)
    with pytest.raises(StudyError, match=answer):
        make_executor(where)
