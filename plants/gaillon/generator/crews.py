"""Sub-crews and their shifts in the scenarios.

A crew is cut into sub-crews so that each post group loses as few people as possible on a day off;
the shifts of each plan keep the hours that its title promises (a test adds them up).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from generator.frame import Frame, LongDays
from generator.staff import Worker
from generator.writing import Value

DAYS = ("mon", "tue", "wed", "thu", "fri")
Lines = list[str]

MORNING_BREAK, AFTERNOON_BREAK = "09:30-09:50 unpaid", "17:40-18:00 unpaid"
LUNCH = "12:00-13:30 unpaid"


class Sizes:
    """Who is in which sub-crew, and how many of each group are in it.

    Parameters
    ----------
    people
        The 180.
    skills
        Rows of skills.csv.
    parts
        Sub-crews per crew; 1 leaves crews A and B as they are.
    """

    def __init__(
        self, people: Sequence[Worker], skills: Sequence[Sequence[Value]], parts: int
    ) -> None:
        self.parts = parts
        self.members: dict[str, list[str]] = {name: [] for c in "AB" for name in self.names(c)}
        self._count: dict[tuple[str, str], int] = {}
        home = _home_posts(skills)
        for crew in "AB":
            turn = 0
            for group in ("press", "assembly", "finishing", "setup", "logistics", "foremen"):
                cell = [w for w in people if w.group == group and w.crew == crew]
                cell.sort(key=lambda w: (w.job, home.get(w.person, "")))
                for worker in cell:
                    name = self.names(crew)[turn % parts]
                    self.members[name].append(worker.person)
                    self._count[group, name] = self._count.get((group, name), 0) + 1
                    turn += 1

    def names(self, crew: str) -> list[str]:
        """Return the names of the sub-crews of a crew."""
        return [crew] if self.parts == 1 else [f"{crew}{i}" for i in range(1, self.parts + 1)]

    def thinnest(self, group: str, count: int) -> list[str]:
        """Return the sub-crews that hires of a group join, A and B in turn, thinnest first."""
        chosen: list[str] = []
        for i in range(count):
            names = self.names("AB"[i % 2])
            name = min(names, key=lambda n: (self._count.get((group, n), 0), -names.index(n)))
            self._count[group, name] = self._count.get((group, name), 0) + 1
            chosen.append(name)
        return chosen

    def lines(self) -> Lines:
        """Return the ``crews`` lines."""
        return ["crews:", *(f"  {n}: [{', '.join(ids)}]" for n, ids in self.members.items())]


def _home_posts(skills: Sequence[Sequence[Value]]) -> dict[str, str]:
    """Return one station per person, so that a sub-crew gets people of different posts."""
    home: dict[str, str] = {}
    for person, station, task, level, *_ in skills:
        if task == "run" and isinstance(level, int) and level >= 2:
            home.setdefault(str(person), str(station))
    return home


def _shift(
    crew: Sequence[str], when: tuple[str, str], times: tuple[str, str], pause: str, dated: str = ""
) -> str:
    names = crew[0] if len(crew) == 1 else f"[{', '.join(crew)}]"
    rest = f", breaks: {pause}" if pause else ""
    (weeks, days), (start, end) = when, times
    return (
        f'  - {{crew: {names}, weeks: {weeks}, days: {days}, start: "{start}", '
        f'end: "{end}"{rest}{dated}}}'
    )


def _days_but(off: int) -> str:
    """Return Monday to Thursday without one day (0 Monday)."""
    return f"[{', '.join(day for i, day in enumerate(DAYS[:4]) if i != off)}]"


def _runs(crew: str, week: int) -> tuple[tuple[str, str], tuple[str, str], str]:
    """Return the Monday-Thursday and Friday times of crew A or B in a week, and the break."""
    if (crew == "A") == (week % 2 == 1):
        return ("05:30", "13:50"), ("05:30", "12:50"), MORNING_BREAK
    return ("13:40", "22:00"), ("12:40", "20:00"), AFTERNOON_BREAK


SATURDAY, SATURDAY_BREAK = ("08:00", "16:20"), "12:00-12:20 unpaid"  # 12 h after 20:00 on Friday


def day_off(weekly_h: int, k: int, week: int) -> int | None:
    """Return the day off (0 Monday .. 3 Thursday) of sub-crew ``k`` (0-7) in a week, or None.

    A day off costs 8 of 39 h: one in two weeks gives 35 h, three in four weeks 33, one every week
    31. At 37 h one of the two days off in four weeks is made up on a Saturday (``works_saturday``).
    The sub-crews take their days in turn, so that on each day as few of them as possible are off.
    """
    turn = week % 4
    is_off = {
        37: k // 4 == turn % 2,
        35: k // 4 == turn % 2,
        33: turn != (k + k // 4) % 4,
        31: True,
    }[weekly_h]
    return k % 4 if is_off else None


def works_saturday(weekly_h: int, k: int, week: int) -> bool:
    """Return whether sub-crew ``k`` works the Saturday of a week: two of eight, at 37 h only.

    More people than posts on the weekdays would make nothing; on Saturday the presses are free.
    """
    turn = week % 4
    return weekly_h == 37 and turn == k // 4 + 2 * (k % 2)


def _two_crews(weekly_h: int, dated: str = "") -> Lines:
    """Return the shifts of eight sub-crews per crew, two weeks of a cycle or four."""
    lines: Lines = []
    for crew in "AB":
        names = [f"{crew}{i}" for i in range(1, 9)]
        for week in range(1, 5 if weekly_h in (33, 37) else 3):
            long_day, friday, pause = _runs(crew, week)
            off = {name: day_off(weekly_h, k, week - 1) for k, name in enumerate(names)}
            for day in (None, 0, 1, 2, 3):
                share = [name for name in names if off[name] == day]
                days = "mon-thu" if day is None else _days_but(day)
                if share:
                    lines.append(_shift(share, (str(week), days), long_day, pause, dated))
            lines.append(_shift(names, (str(week), "fri"), friday, pause, dated))
            share = [n for k, n in enumerate(names) if works_saturday(weekly_h, k, week - 1)]
            if share:
                lines.append(_shift(share, (str(week), "sat"), SATURDAY, SATURDAY_BREAK, dated))
    return lines


def _part_time_35(dated: str = "") -> Lines:
    """Return day crew and part-timers at 35 h: 35, 28 and 17.5 h."""
    return [
        _shift(["D"], ("1", "mon-fri"), ("08:00", "16:30"), LUNCH, dated),
        _shift(["D80"], ("1", "[mon, tue, thu, fri]"), ("08:00", "16:30"), LUNCH, dated),
        _shift(["AH"], ("1", "mon-thu"), ("10:20", "13:50"), "", dated),
        _shift(["AH"], ("1", "fri"), ("09:20", "12:50"), "", dated),
        _shift(["BH"], ("1", "mon-thu"), ("13:40", "17:10"), "", dated),
        _shift(["BH"], ("1", "fri"), ("12:40", "16:10"), "", dated),
    ]


def staggered_shifts() -> Lines:
    """Return S1 and S7: 35 h on average, one Monday-Thursday day off every second week."""
    return ["shifts:", *_two_crews(35), *_part_time_35()]


def annual_shifts(frame: Frame) -> Lines:
    """Return S3: weekly hours in proportion to the month's demand, 35 h over the year."""
    lines = ["shifts:"]
    for weekly_h, first, until in season_periods(frame):
        lines += _two_crews(weekly_h, f", from: {first}, until: {until}")
    return lines + _part_time_35()


def season_periods(frame: Frame) -> list[tuple[int, date, date]]:
    """Return (weekly hours, first day, last day) of the stretches of equal hours."""
    periods: list[tuple[int, date, date]] = []
    monday = frame.monday
    week = (frame.terms.hours_start - frame.on).days // 7
    while monday(week) <= frame.last_day:
        hours, end = (
            frame.terms.month_hours[frame.month_of(week) - 1],
            monday(week) + timedelta(days=6),
        )
        if periods and periods[-1][0] == hours:
            periods[-1] = (hours, periods[-1][1], end)
        else:
            periods.append((hours, monday(week), end))
        week += 1
    return periods


def short_day_shifts() -> Lines:
    """Return S2: five days of 7 h, opening 70 h."""
    lines = ["shifts:"]
    for crew in "AB":
        for week in (1, 2):
            is_morning = (crew == "A") == (week == 1)
            times = ("05:30", "12:50") if is_morning else ("12:40", "20:00")
            pause = MORNING_BREAK if is_morning else "16:20-16:40 unpaid"
            lines.append(_shift([crew], (str(week), "mon-fri"), times, pause))
    return lines + _part_time_35()


def four_day_shifts(long_days: LongDays) -> Lines:
    """Return S4a: four days of 8.75 h, closed on Friday, opening 70 h."""
    lines = ["shifts:"]
    for crew in "AB":
        for week in (1, 2):
            is_morning = (crew == "A") == (week == 1)
            times = long_days.morning if is_morning else long_days.afternoon
            pause = long_days.breaks[0] if is_morning else long_days.breaks[1]
            lines.append(_shift([crew], (str(week), "mon-thu"), times, pause))
    return [
        *lines,
        _shift(["D"], ("1", "mon-thu"), ("08:00", "17:45"), "12:00-13:00 unpaid"),
        _shift(["D80"], ("1", "mon-thu"), ("08:00", "16:30"), LUNCH),
        _shift(["AH"], ("1", "mon-wed"), ("09:35", "14:05"), ""),
        _shift(["AH"], ("1", "thu"), ("10:05", "14:05"), ""),
        _shift(["BH"], ("1", "mon-wed"), ("13:55", "18:25"), ""),
        _shift(["BH"], ("1", "thu"), ("13:55", "17:55"), ""),
    ]


def _four_of_five(
    morning: tuple[str, str], afternoon: tuple[str, str], pauses: tuple[str, str]
) -> Lines:
    """Return shifts of five sub-crews per crew; sub-crew k is off on the k-th day of the week."""
    lines: Lines = []
    for crew in "AB":
        for week in (1, 2):
            is_morning = (crew == "A") == (week == 1)
            times, pause = (morning, pauses[0]) if is_morning else (afternoon, pauses[1])
            for off in range(5):
                days = f"[{', '.join(day for i, day in enumerate(DAYS) if i != off)}]"
                lines.append(_shift([f"{crew}{off + 1}"], (str(week), days), times, pause))
    return lines


def long_day_shifts(long_days: LongDays) -> Lines:
    """Return S4b: four days of 8.75 h out of five, opening 87.5 h."""
    two_crews = _four_of_five(long_days.morning, long_days.afternoon, long_days.breaks)
    return ["shifts:", *two_crews, *_part_time_35()]


def eight_hour_shifts() -> Lines:
    """Return S8: four days of 8 h out of five, opening 80 h."""
    day = _four_of_five(("05:30", "13:50"), ("13:40", "22:00"), (MORNING_BREAK, AFTERNOON_BREAK))
    return [
        "shifts:",
        *day,
        _shift(["D"], ("1", "mon-thu"), ("08:00", "17:30"), LUNCH),
        _shift(["D80"], ("1", "mon-thu"), ("08:00", "15:54"), LUNCH),
        _shift(["AH"], ("1", "mon-thu"), ("09:50", "13:50"), ""),
        _shift(["BH"], ("1", "mon-thu"), ("13:40", "17:40"), ""),
    ]
