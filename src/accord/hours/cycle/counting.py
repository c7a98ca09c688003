"""Contradictions that counting alone shows: a reader can check them by hand."""

from __future__ import annotations

from accord.hours.cycle.problem import DAYS, CycleProblem

__all__ = ["Contradiction", "contradiction", "most_people"]

WEEKDAYS_FR = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Contradiction = tuple[str, str]
"""Why no schedule exists, in French and in English."""


def contradiction(
    problem: CycleProblem, *, people: tuple[int, int] | None = None
) -> Contradiction | None:
    """Look for a contradiction in the sums of a problem.

    Parameters
    ----------
    problem
        The problem.
    people
        Least and most people, where their number is open.

    Returns
    -------
    tuple or None
        The contradiction in French and English; None when the sums allow a schedule.
    """
    least, most = people or (problem.num_people, problem.num_people)
    for day, asked in enumerate(problem.demand_by_day):
        if asked > most:
            return (
                f"{WEEKDAYS_FR[day]} : {asked} postes demandés pour {most} personnes",
                f"{WEEKDAYS_EN[day]}: {asked} shifts are asked for, there are {most} people",
            )
    if problem.surplus:
        return None  # the days worked are not known
    worked = sum(map(sum, problem.demand))
    if worked == 0:
        return ("aucun travail n'est demandé", "no work is asked for")
    if least == most and DAYS * most == worked:
        return (
            "personne n'a jamais de repos : la période de travail ne finit pas",
            "nobody is ever off: the work block never ends",
        )
    if people is None and not _block_counts(problem, worked, DAYS * most - worked):
        return _no_block_count(problem, worked, DAYS * most - worked)
    return None


def _block_counts(problem: CycleProblem, worked: int, off: int) -> range:
    """Give the numbers of work blocks (and so of days-off blocks) that the bounds allow."""
    work_least, work_most = problem.work_block
    off_least, off_most = problem.off_block
    fewest = max(-(-worked // work_most), -(-off // off_most))
    return range(fewest, min(worked // work_least, off // off_least) + 1)


def _no_block_count(problem: CycleProblem, worked: int, off: int) -> Contradiction:
    work_least, work_most = problem.work_block
    off_least, off_most = problem.off_block
    for days, (least, most), fr, en in (
        (worked, problem.work_block, "de travail", "of work"),
        (off, problem.off_block, "de repos", "off"),
    ):
        if -(-days // most) > days // least:
            return (
                f"{days} jours {fr} ne se partagent pas en périodes de {least} à {most} jours",
                f"{days} days {en} cannot be split into blocks of {least} to {most}",
            )
    works = f"{-(-worked // work_most)} à {worked // work_least}"
    offs = f"{-(-off // off_most)} à {off // off_least}"
    fr = (
        f"{worked} jours de travail font {works} périodes de {work_least} à {work_most} jours ; "
        f"{off} jours de repos font {offs} périodes de {off_least} à {off_most} jours ; elles "
        "alternent et ne peuvent être en nombre égal"
    )
    works, offs = works.replace("à", "to"), offs.replace("à", "to")
    en = (
        f"{worked} days of work make {works} blocks of {work_least} to {work_most} days; {off} "
        f"days off make {offs} blocks of {off_least} to {off_most}; they alternate and cannot be "
        "equal in number"
    )
    return fr, en


def most_people(problem: CycleProblem) -> int:
    """Bound the people that the block rules allow: the demand gives so many days off, no more.

    Every days-off block follows a work block; there are at most (days worked / shortest work block)
    of these, and each is followed by the longest days-off block at most.

    Parameters
    ----------
    problem
        A problem without surplus: the days worked are those asked for.
    """
    worked = sum(map(sum, problem.demand))
    blocks = worked // problem.work_block[0]
    return (worked + blocks * problem.off_block[1]) // DAYS
