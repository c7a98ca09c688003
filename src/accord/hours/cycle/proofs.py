"""What verdicts rest on, in words."""

from __future__ import annotations

from typing import Final

from accord.hours.cycle.circulation import NoWalk
from accord.hours.cycle.counting import WEEKDAYS_EN, WEEKDAYS_FR
from accord.hours.cycle.problem import CycleProblem
from accord.hours.cycle.results import Proof

__all__ = [
    "CHECKED",
    "TIME_IS_UP",
    "TWO_SOLVERS",
    "bound_by_one",
    "bound_by_two",
    "bound_in_integers",
    "exact_proof",
    "impossible_by_one",
    "no_answer",
    "no_walk",
    "open_bound",
    "weaker",
]

STRENGTH: Final = ("none", "solver", "checked", "two_solvers", "exact", "counting")
_HELD_FR: Final = "cycle contrôlé règle par règle"
_HELD_EN: Final = "schedule held against every rule"
_SOLVERS_FR: Final = {
    "HiGHS": "HiGHS, virgule flottante",
    "CP-SAT": "CP-SAT, nombres entiers",
}
_SOLVERS_EN: Final = {"HiGHS": "HiGHS, floating point", "CP-SAT": "CP-SAT, integers"}

CHECKED: Final = Proof(
    "checked",
    f"{_HELD_FR} par un vérificateur indépendant",
    f"{_HELD_EN} by the independent checker",
)
TWO_SOLVERS: Final = Proof(
    "two_solvers",
    "impossible selon HiGHS et selon CP-SAT (nombres entiers)",
    "impossible by HiGHS and by CP-SAT (integers)",
)
TIME_IS_UP: Final = Proof("none", "le temps imparti est écoulé", "the time given is up")


def no_answer(solver: str, said: str) -> Proof:
    """Say that a solver stopped without an answer, for another reason than the time."""
    return Proof(
        "none",
        f"{solver} s'est arrêté sans réponse ({said})",
        f"{solver} stopped without an answer ({said})",
    )


def no_walk(problem: CycleProblem, where: NoWalk) -> Proof:
    """Say which demand no legal sequence of days can meet, and what to do."""
    name, asked = problem.shifts[where.shift].name, problem.demand[where.shift][where.day]
    day_fr, day_en = WEEKDAYS_FR[where.day], WEEKDAYS_EN[where.day]
    if not any(where.shift in group.shifts for group in problem.groups):
        return Proof(
            "counting",
            f"{name} est demandé le {day_fr} (demande : {asked}), mais aucun groupe ne le "
            f"travaille : donner {name} à un groupe, ou ne pas le demander",
            f"{name} is asked for on {day_en} ({asked}), but no group works it: let a group work "
            f"{name}, or do not ask for it",
        )
    who_fr = f"groupe {where.group} : " if where.group and len(problem.groups) > 1 else ""
    who_en = f"group {where.group}: " if where.group and len(problem.groups) > 1 else ""
    return Proof(
        "counting",
        f"{who_fr}aucune suite de jours permise ne passe par {name} le {day_fr} (demande : "
        f"{asked}) ; élargir les bornes des périodes de travail, de repos ou de {name}, autoriser "
        f"une suite interdite avec {name}, ou ne pas demander {name} le {day_fr}",
        f"{who_en}no legal sequence of days passes through {name} on {day_en} ({asked} asked for); "
        f"widen the bounds of the blocks of work, of days off or of {name}, allow a forbidden "
        f"sequence with {name}, or do not ask for {name} on {day_en}",
    )


def impossible_by_one(solver: str) -> Proof:
    """Say that an impossibility rests on one solver."""
    return Proof(
        "solver",
        f"repose sur un seul solveur ({_SOLVERS_FR[solver]}) : la seconde preuve n'a pas abouti à "
        "temps",
        f"rests on one solver ({_SOLVERS_EN[solver]}): the second proof did not end in time",
    )


def exact_proof(num_leaves: int) -> Proof:
    """Say that a tree of so many cases proves an impossibility."""
    fr = "un certificat" if num_leaves == 1 else f"{num_leaves} cas, un certificat chacun"
    en = "one certificate" if num_leaves == 1 else f"{num_leaves} cases, a certificate each"
    return Proof(
        "exact",
        f"preuve exacte : {fr} (Farkas, vérifié en nombres entiers)",
        f"exact proof: {en} (Farkas, checked in integers)",
        num_leaves,
    )


def bound_in_integers(num_leaves: int) -> Proof:
    """Say a proof that no schedule is better than the one found."""
    fr = "un cas" if num_leaves == 1 else f"{num_leaves} cas"
    en = "one case" if num_leaves == 1 else f"{num_leaves} cases"
    return Proof(
        "exact",
        f"{_HELD_FR} ; aucun n'est meilleur : preuve exacte en {fr} (Farkas, vérifié en nombres "
        "entiers)",
        f"{_HELD_EN}; none is better: exact proof in {en} (Farkas, checked in integers)",
        num_leaves,
    )


def bound_by_two() -> Proof:
    """Say that two solvers find no better schedule."""
    return Proof(
        "two_solvers",
        f"{_HELD_FR} ; aucun n'est meilleur selon HiGHS et selon CP-SAT (nombres entiers)",
        f"{_HELD_EN}; none is better by HiGHS and by CP-SAT (integers)",
    )


def bound_by_one(solver: str) -> Proof:
    """Say that the bound rests on one solver."""
    return Proof(
        "solver",
        f"{_HELD_FR} ; la borne repose sur un seul solveur ({_SOLVERS_FR[solver]})",
        f"{_HELD_EN}; the bound rests on one solver ({_SOLVERS_EN[solver]})",
    )


def open_bound(why: Proof, num_leaves: int) -> Proof:
    """Say that a schedule is not known to be the best, and what its bound rests on.

    Parameters
    ----------
    why
        Why the search stopped.
    num_leaves
        Cases of the exact proof of the bound; 0 where the bound is HiGHS's.
    """
    fr = "prouvée en nombres entiers" if num_leaves else "d'un seul solveur (HiGHS)"
    en = "proven in integers" if num_leaves else "of one solver (HiGHS)"
    return Proof(
        "checked",
        f"{_HELD_FR}, sans savoir s'il est le meilleur : {why.text_fr} ; borne {fr}",
        f"{_HELD_EN}, not known to be the best: {why.text_en}; the bound is {en}",
        num_leaves,
    )


def weaker(first: Proof, second: Proof) -> Proof:
    """Give the weaker of two proofs that a result rests on, with the cases of both."""
    lesser = min(first, second, key=lambda proof: STRENGTH.index(proof.kind))
    if first.kind == second.kind == "exact":
        return bound_in_integers(first.num_leaves + second.num_leaves)
    return lesser
