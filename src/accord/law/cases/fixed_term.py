"""The bonus at the end of a fixed-term or temporary contract: the adapter of its cases."""

from __future__ import annotations

from accord.law.cases.families import family
from accord.law.cases.french import EURO, contract_of
from accord.law.cases.records import INELIGIBLE, RESULT, Answer, Case, Working
from accord.law.registry import last_known

BONUS = "fr.fixed_term.end_bonus"
_ORDINARY = "Autres"
# flags of the questionnaire; the first one set says how the contract ended
_ENDS = {
    "fixed_term": {
        "finContratPeriodeDessai": "trial",
        "propositionCDIFindeContrat": "permanent_hire",
        "refusCDIFindeContrat": "refused_permanent",
        "interruptionFauteGrave": "early_end",
        "refusRenouvellementAuto": "refused_renewal",
    },
    "temporary": {
        "cttFormation": "training",
        "ruptureContratFauteGrave": "early_end",
        "propositionCDIFinContrat": "permanent_hire",
        "refusSouplesse": "refused_flexibility",
    },
}


def _end(case: Case, contract: str | None) -> str | None:
    """Say how the contract ended; None where a question of its kind is not answered."""
    flags = _ENDS.get(contract or "", {})
    for key, end in flags.items():
        if case.flag(key):
            return end
    return "term" if flags and all(case.has(key) for key in flags) else None


def _kind(case: Case) -> str | None:
    """Give the kind of fixed-term contract: the questionnaire lists customary ones by trade."""
    word = case.text("type de cdd")
    if word is None:
        return None
    return "ordinary" if word == _ORDINARY else "customary"


@family("fr.legal.fixed_term_end_bonus", "fr.idcc3248.fixed_term_end_bonus", rules=[BONUS])
def end_bonus(case: Case) -> Answer:
    """Answer a case of the bonus; the metal agreement sets no share of its own in the cases."""
    working = Working(case)
    contract = contract_of(case, "contractType")
    found = working.compute(
        BONUS,
        {
            "contract": contract,
            "fixed_term_kind": _kind(case) if contract == "fixed_term" else None,
            "contract_end": _end(case, contract),
            "gross_total": case.number("salaire de référence"),
        },
        on=case.on or last_known(BONUS),
    )
    if found.refusals:
        return working.answer({INELIGIBLE: True}, EURO)
    return working.answer({RESULT: found.value}, EURO)
