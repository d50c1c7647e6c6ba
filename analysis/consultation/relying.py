"""How far the program's reading of comments can be relied on, in words beside its numbers.

Two things are told where they are known: how far it agreed with a reader on comments written for
that, and with the analysts who read comments of the round. Neither is a share of people.
"""

from __future__ import annotations

from collections.abc import Iterator

from analysis.comments.releasing import ReleasedThemes
from analysis.comments.trial import Rates

TRIED = "The program was tried on {comments} made-up comments, not residents’"
UNTRIED = (
    "How far the program agrees with a reader was not measured with this codebook and these rules."
)
IN_SIGHT = "Who checks its codes with them in sight tends to agree."

_WHOLE = {1: 10, 2: 100}
"""Of how many a share is told, by its decimals."""
_TRIAL = 2


def say_reliance(themes: ReleasedThemes) -> Iterator[str]:
    """How far the codes agree with a reader's, and with those of the analysts of this round."""
    trial, agreement = themes.trial, themes.agreement
    if trial is None:
        yield UNTRIED
    else:
        agreed = _say(trial.codes, trial.stances, _TRIAL, "a reader")
        yield f"{TRIED.format(comments=trial.comments)}: {agreed}."
    if agreement is not None:
        analyst = "the made-up analyst" if themes.synthetic else "the analyst"
        agreed = _say(agreement.codes, agreement.stances, agreement.digits, analyst)
        beside = "" if agreement.blind else f" {IN_SIGHT}"
        yield f"On comments of this round: {agreed}.{beside}"


def _say(codes: Rates, stances: Rates, digits: int, reader: str) -> str:
    """Worked number: precision and recall of 0.8 and 0.9 are 80 and 90 in 100 with two decimals."""
    said = (
        f"of the themes that it gave, {reader} gave {_share(codes.precision, digits)} too, and of "
        f"those that {reader} gave, it found {_share(codes.recall, digits)}"
    )
    if stances.precision is None or stances.recall is None:
        return said
    return (
        f"{said}; with what is said of each (a problem, helps already, asked for), these are "
        f"{_share(stances.precision, digits)} and {_share(stances.recall, digits)}"
    )


def _share(share: float | None, digits: int) -> str:
    whole = _WHOLE[digits]
    return f"{round((share or 0) * whole)} in {whole}"
