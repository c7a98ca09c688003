"""Who bears it: exits by age, seniority, category; hours, pace and waiting of those who work."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from accord.plant.records import Person
from accord.study.document import say
from accord.study.field import Case, Field, in_words
from accord.study.figures import Figure, FigureBook
from accord.study.fisher import fisher_two_sided
from accord.study.intervals import paired
from accord.study.measure.groups import OLDER_FROM, age_on, group_of, groups_in_order
from accord.study.runs import Run

__all__ = [
    "EXIT_DIMENSIONS",
    "LOAD_DIMENSIONS",
    "at_posts",
    "enter_bearers",
    "exposed",
    "group_ids",
    "load_samples",
    "staying",
]

Floats = npt.NDArray[np.float64]
EXIT_DIMENSIONS: Final = ("age", "seniority", "category", "sex")
LOAD_DIMENSIONS: Final = ("category", "age", "seniority")
AT_WORK: Final = ("attend", "load", "setup", "repair", "overtime")
# Hours and pace of fewer people than this would tell of persons, not of a group.
LEAST_SHOWN: Final = 5
NOT_WORKED: Final = ("break_",)


def enter_bearers(field: Field, book: FigureBook) -> None:
    """Enter exits by group with Fisher's test, and hours, pace and waiting by group."""
    for case in field.changes:
        if case.scenario is not None and case.scenario.exits:
            _enter_exits(field, case, book)
    for case in field.cases:
        if case.run is not None:
            _enter_load(field, case, case.run, book)
    today = field.today
    for case in field.changes:
        if case.run is not None and today.run is not None:
            _enter_load_change(field, case, case.run, today.run, book)


def exposed(field: Field, case: Case) -> tuple[Person, ...]:
    """Return the people the exits were chosen among: all who hold a job from which someone goes."""
    if case.scenario is None:
        return ()
    leaving = {e.person for e in case.scenario.exits}
    jobs = {p.job for p in field.plant.people if p.person in leaving}
    return tuple(p for p in field.plant.people if p.job in jobs)


def group_ids(dimension: str, people: tuple[Person, ...], field: Field) -> list[str]:
    """Return the groups of a dimension that occur among people, in order."""
    return groups_in_order(dimension, people, field.plant.on)


def _enter_exits(field: Field, case: Case, book: FigureBook) -> None:
    assert case.scenario is not None  # noqa: S101 - checked by the caller; tells mypy
    leaving = {e.person for e in case.scenario.exits}
    people = exposed(field, case)
    gone = tuple(p for p in people if p.person in leaving)
    day = field.plant.on
    for dimension in EXIT_DIMENSIONS:
        for group in group_ids(dimension, people, field):
            of_group = [p for p in people if group_of(dimension, p, day) == group]
            of_gone = [p for p in gone if group_of(dimension, p, day) == group]
            _enter_rate(case, book, f"{dimension}.{group}", of_gone, of_group)
    for job in sorted({p.job for p in gone}):
        _enter_fisher(field, case, book, job, gone)


def _enter_rate(
    case: Case, book: FigureBook, name: str, gone: list[Person], people: list[Person]
) -> None:
    stem = f"{case.id}.bearers.{name}"
    touched = book.counted(f"{stem}.exits", gone, method=say("method.exits"))
    size = book.counted(
        f"{stem}.people",
        people,
        method=say("method.exposed"),
    )
    book.computed(
        f"{stem}.exit_share",
        lambda t, n: t / n if n else 0.0,
        [touched, size],
        "share",
        method=say("method.exit_share"),
    )


def _enter_fisher(
    field: Field, case: Case, book: FigureBook, job: str, gone: tuple[Person, ...]
) -> None:
    """Test, within one job, whether exits fall alike on those over and under the line."""
    day = field.plant.on
    ages = [(p, age_on(p, day)) for p in field.plant.people if p.job == job]
    known = [(p, a) for p, a in ages if a is not None]
    ids = {p.person for p in gone}
    older = [p for p, a in known if a >= OLDER_FROM]
    younger = [p for p, a in known if a < OLDER_FROM]
    parents = []
    for name, people in (("older", older), ("younger", younger)):
        of_gone = [p for p in people if p.person in ids]
        for kind, rows in (("exits", of_gone), ("people", people)):
            parents.append(
                book.counted(
                    f"{case.id}.bearers.test.{job}.{name}.{kind}",
                    rows,
                    method=say(
                        f"method.{name}",
                        job=in_words(field.plant, job),
                        age=str(OLDER_FROM),
                        on=day,
                    ),
                )
            )
    if older and younger:
        book.computed(
            f"{case.id}.bearers.test.{job}.p",
            lambda a, n, b, m: fisher_two_sided(int(a), int(n), int(b), int(m)),
            parents,
            "p",
            method=say("method.fisher"),
        )


def at_posts(run: Run, window: slice) -> set[int]:
    """Return run indices of the people who do a task of the shop in the window at least once.

    Someone whose work lies outside the simulated tasks (a die maker, say) is present all week
    without one; counted here, that person would read as waiting all day.
    """
    tasks_h = run.person_state(*AT_WORK)[:, window].sum(axis=(0, 1))
    return {int(i) for i in np.flatnonzero(tasks_h > 0)}


def _members(field: Field, case: Case, run: Run, dimension: str) -> dict[str, list[int]]:
    """Return run indices of the people of each group who do a task in the window."""
    present = at_posts(run, field.window)
    by_id = {p.person: p for p in case.plant.people}
    found: dict[str, list[int]] = {}
    for i, name in enumerate(run.people):
        person = by_id.get(name)
        if person is not None and i in present:
            found.setdefault(group_of(dimension, person, field.plant.on), []).append(i)
    return found


def load_samples(run: Run, window: slice, index: list[int]) -> dict[str, Floats]:
    """Return hours a week per person, pace, waiting and overtime of some people, each (R,).

    ``pace`` is the share of worked time spent on tasks (tending, loading, setting, repairing, work
    past the shift); ``waiting`` the share spent ready and without task. Breaks are not counted.
    """
    worked_states = [s for s in run.person_states if s not in NOT_WORKED]

    def hours(*states: str) -> Floats:
        return np.asarray(
            run.person_state(*states)[:, window][:, :, index].sum(axis=2), dtype=np.float64
        )

    worked = hours(*worked_states)
    count = (run.person_state(*worked_states)[:, window][:, :, index] > 0).sum(axis=2)
    person_weeks = np.maximum(count.sum(axis=1), 1)
    total = np.where(worked.sum(axis=1) > 0, worked.sum(axis=1), np.nan)
    return {
        "hours_week": worked.sum(axis=1) / person_weeks,
        "pace": hours(*AT_WORK).sum(axis=1) / total,
        "waiting": hours("wait").sum(axis=1) / total,
        "overtime_week": run.overtime_h()[:, window][:, :, index].sum(axis=(1, 2)) / person_weeks,
    }


_UNITS: Final = {
    "hours_week": "h/week",
    "pace": "share",
    "waiting": "share",
    "overtime_week": "h/week",
}


def _enter_load(field: Field, case: Case, run: Run, book: FigureBook) -> None:
    for dimension in LOAD_DIMENSIONS:
        for group, index in _members(field, case, run, dimension).items():
            if len(index) < LEAST_SHOWN:
                continue
            _enter_group(field, case, run, book, name=f"{dimension}.{group}", index=index)
    index = sorted(at_posts(run, field.window))
    if index:
        _enter_group(field, case, run, book, name="all", index=index)
        overtime = run.overtime_h()[:, field.window].sum(axis=(1, 2))
        book.simulated(
            f"{case.id}.hours.overtime_week.total",
            overtime / field.num_weeks,
            "h/week",
            inputs=(run.digest,),
            method=say("method.overtime_total"),
        )


def _enter_group(
    field: Field, case: Case, run: Run, book: FigureBook, *, name: str, index: list[int]
) -> None:
    for measure, samples in load_samples(run, field.window, index).items():
        book.simulated(
            f"{case.id}.load.{measure}.{name}",
            samples,
            _UNITS[measure],
            inputs=(run.digest,),
            parents=[book["input.people"], book["input.shifts"]],
            method=say(f"method.{measure}"),
            is_part=_UNITS[measure] == "share",
        )


def staying(first: Run, second: Run, window: slice) -> tuple[list[int], list[int]]:
    """Return indices, in each of two runs, of the people who do a task in both."""
    at_first, at_second = at_posts(first, window), at_posts(second, window)
    index = {name: i for i, name in enumerate(first.people)}
    both = [(index[name], j) for j, name in enumerate(second.people) if name in index]
    stay = [(i, j) for i, j in both if i in at_first and j in at_second]
    return [i for i, _ in stay], [j for _, j in stay]


def _enter_load_change(field: Field, case: Case, run: Run, today: Run, book: FigureBook) -> None:
    """Enter the change for those present in both: the load on those who stay."""
    window = field.window
    there_before, there_now = staying(today, run, window)
    if not there_now:
        return
    after = load_samples(run, window, there_now)
    before = load_samples(today, window, there_before)
    for measure in ("hours_week", "pace", "overtime_week"):
        mean, low, high = paired(before[measure], after[measure])
        book.add(
            Figure(
                f"{case.id}.load.change.{measure}",
                mean,
                "share_points" if _UNITS[measure] == "share" else _UNITS[measure],
                low,
                high,
                "simulated",
                (today.digest, run.digest),
                run.seed,
                method=say("method.load_change"),
            )
        )
