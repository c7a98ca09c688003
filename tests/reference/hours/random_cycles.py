"""Small random problems of shift cycles, made to step on the traps; the same ones for a seed.

Most are grown from words: a word is drawn from random blocks, the rules are drawn around it, some
tightly. Then, in about half of them, the demand is moved a little or made flat, so that nobody
knows whether a cycle is left.
"""

from __future__ import annotations

import random
from dataclasses import replace

from accord.hours.cycle.problem import OFF, CycleProblem, Group, ShiftType

NAMES = "DANMLE"
CLOCK = ((360, 480), (840, 480), (1320, 480), (540, 480), (1080, 720), (300, 600))


def random_problem(seed, *, least_weeks=1, most_weeks=4, most_shifts=6):
    """Draw one problem; ``seed`` names it."""
    draw = random.Random(seed)  # noqa: S311
    num_shifts = min(most_shifts, draw.choice((1, 1, 2, 2, 2, 3, 3, 3, 4, 5, 6)))
    num_weeks = draw.randint(least_weeks, most_weeks)
    shifts = tuple(_shift(draw, i) for i in range(num_shifts))
    groups = _groups(draw, num_weeks, num_shifts)
    work_block, off_block = _bounds(draw)
    problem = CycleProblem(
        f"random {seed}", groups, shifts, ((0,) * 7,) * num_shifts, off_block, work_block
    )
    words = [_word(draw, problem, group) for group in groups]
    problem = _sequences(draw, problem, words)
    problem = _week_rules(draw, problem, words)
    return replace(problem, demand=_demand(draw, problem, words))


def random_problems(seeds, **sizes):
    """Draw one problem per seed."""
    return [random_problem(seed, **sizes) for seed in seeds]


def _shift(draw, i):
    start, length = CLOCK[i]
    starts, lengths = [start] * 7, [length] * 7
    if draw.random() < 0.3:  # other hours at the weekend, or on one day
        for day in draw.choice(((5, 6), (6,), (4,), (0, 2))):
            starts[day] = max(0, start + draw.choice((-120, 0, 60, 240)))
            lengths[day] = length + draw.choice((-120, 120, 240))
    least = draw.choice((1, 1, 1, 2, 2, 3))
    most = draw.choice((least, least + 1, least + 2, 4, 7, 7, 99))
    return ShiftType(NAMES[i], tuple(starts), tuple(lengths), (least, max(least, most)))


def _bounds(draw):
    """Draw the bounds of work and rest; often so short that 7 days hold more than one turn."""
    work, off = draw.choice(
        (
            ((1, 3), (1, 2)),
            ((2, 4), (1, 3)),
            ((3, 4), (1, 2)),
            ((1, 1), (1, 2)),
            ((3, 6), (1, 4)),
            ((2, 6), (2, 4)),
            ((4, 7), (2, 4)),
            ((5, 5), (2, 2)),
            ((4, 6), (2, 3)),
            ((1, 99), (1, 99)),
            ((2, 5), (1, 99)),
            ((1, 30), (2, 3)),
        )
    )
    if draw.random() < 0.2:
        most = work[0] + draw.randint(0, 3)
        work = (work[0], most)
    return work, off


def _groups(draw, num_weeks, num_shifts):
    every = tuple(range(num_shifts))
    if num_weeks < 2 or draw.random() < 0.75:
        return (Group("all", num_weeks, every),)
    first = draw.randint(1, num_weeks - 1)
    few = every
    if num_shifts > 1 and draw.random() < 0.7:
        few = tuple(sorted(draw.sample(every, draw.randint(1, num_shifts - 1))))
    return (Group("old", first, every), Group("new", num_weeks - first, few))


def _word(draw, problem, group):
    """Draw a cyclic word from blocks within their bounds; or any word when none closes."""
    days = 7 * group.num_people
    for _ in range(60):
        word = []
        while len(word) < days:
            word += _work(draw, problem, group)
            word += [OFF] * _length(draw, problem.off_block)
        extra = len(word) - days
        if extra == 0:
            return word
        if word[days:] == [OFF] * extra and _is_off_run_right(problem, word[:days]):
            return word[:days]
    return [draw.choice((OFF, *group.shifts)) for _ in range(days)]


def _work(draw, problem, group):
    least, most = problem.work_block
    for _ in range(20):
        block = []
        while len(block) < least or draw.random() < 0.4:
            others = [s for s in group.shifts if not block or s != block[-1]]
            if not others:
                break
            shift = draw.choice(others)
            block += [shift] * _length(draw, problem.shifts[shift].block)
        if least <= len(block) <= most:
            return block
    return [draw.choice(group.shifts)] * least


def _length(draw, bounds):
    least, most = bounds
    return draw.randint(least, max(least, min(most, least + 3, 7)))


def _is_off_run_right(problem, word):
    run = 0
    while run < len(word) and word[-1 - run] == OFF:
        run += 1
    return problem.off_block[0] <= run <= problem.off_block[1]


def _sequences(draw, problem, words):
    """Forbid some pairs and triples; mostly such as the words do without."""
    codes = range(len(problem.shifts))
    used_pairs, used_triples = set(), set()
    for word in words:
        for i in range(len(word)):
            used_pairs.add((word[i - 1], word[i]))
            used_triples.add((word[i - 2], word[i - 1], word[i]))
    pairs = [(a, b) for a in codes for b in codes if a != b or draw.random() < 0.1]
    middles = [OFF, *codes]
    triples = [(a, b, c) for a in codes for b in middles for c in codes]
    if draw.random() < 0.8:
        pairs = [p for p in pairs if p not in used_pairs]
        triples = [t for t in triples if t not in used_triples]
    num_pairs = draw.choice((0, 1, 2, 3))
    num_triples = draw.choice((0, 0, 0, 1, 2, 4))
    with_off = [t for t in triples if t[1] == OFF]
    chosen = _some(draw, with_off, num_triples) + _some(draw, triples, num_triples // 2)
    return replace(
        problem,
        pairs=frozenset(_some(draw, pairs, num_pairs)),
        triples=frozenset(chosen),
    )


def _some(draw, things, number):
    return draw.sample(things, min(number, len(things)))


def _week_rules(draw, problem, words):
    """Ask for rest inside each week and for free weekends, mostly as the words have them."""
    rest = spans = 0
    weeks = [word[i : i + 7] for word in words for i in range(0, len(word), 7)]
    if draw.random() < 0.3:
        longest = [
            max(len(run) for run in "".join("-" if c == OFF else "x" for c in week).split("x"))
            for week in weeks
        ]
        rest = min(longest) if draw.random() < 0.7 else draw.randint(1, 3)
    if draw.random() < 0.3:
        spans = draw.randint(1, 4)
    surplus = draw.choice((0, 0, 0, 1, 2)) if draw.random() < 0.5 else 0
    return replace(problem, rest_in_week=rest, free_weekend_in=spans, surplus=surplus)


def _demand(draw, problem, words):
    """Ask for what the words give; then, in part of the cases, move it or make it flat."""
    demand = [[0] * 7 for _ in problem.shifts]
    for word in words:
        for t, code in enumerate(word):
            if code != OFF:
                demand[code][t % 7] += 1
    manner = draw.choice(("as it is", "as it is", "moved", "moved", "flat", "full", "none"))
    if draw.random() < {"full": 0.7, "none": 0.8}.get(manner, 0.0):
        manner = "moved"
    if manner == "flat":
        demand = [[round(sum(row) / 7)] * 7 for row in demand]
    elif manner == "none":
        demand = [[0] * 7 for _ in demand]
    elif manner == "full":  # nobody is ever off
        for day in range(7):
            demand[0][day] += problem.num_people - sum(row[day] for row in demand)
    elif manner == "moved":
        for _ in range(draw.randint(1, 3)):
            row, day, other = draw.choice(demand), draw.randrange(7), draw.randrange(7)
            busy = sum(r[other] for r in demand)
            if row[day] and busy < problem.num_people:
                row[day] -= 1
                row[other] += 1
    if problem.surplus:
        for row in demand:
            for day in range(7):
                row[day] -= draw.randint(0, min(row[day], problem.surplus))
    return tuple(map(tuple, demand))
