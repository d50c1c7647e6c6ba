"""How far the machine reads a round's comments as its analysts do: for staff, never a result.

Only comments that an analyst read count. Who sees the machine's codes first tends to agree with
them, and analysts look at what seems wrong; so comments coded blind are what to judge the machine
by.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analysis.comments.agreement import Agreement, Kappa, compare_codes, kappa_of
from analysis.comments.records import Coding, Said
from analysis.comments.sentiment import Sentiment
from surveys.errors import EstimateError


@dataclass(frozen=True, slots=True)
class Compared:
    """The machine's reading beside the analysts'.

    Attributes:
        read: Comments compared.
        blind: How many of them were coded without seeing the machine's codes.
        codes: By code; the analyst's reading is the reference.
        sentiment: Of comments whose sentiment an analyst gave; None where there are none.
        feelings: How many these are.
    """

    read: int
    blind: int
    codes: Agreement
    sentiment: Kappa | None
    feelings: int


def compare_readings(coding: Coding, *, blind: bool = False) -> Compared:
    """Compare the machine's codes with the analysts', code by code, and their sentiment.

    Args:
        coding: The comments with what was said of them.
        blind: Whether only comments coded blind count.

    Raises:
        EstimateError: No comment was read.
    """
    was_blind = _find_blind(coding)
    read = [
        said
        for said in coding.drafted.comments
        if (correction := coding.corrections.get(said.number)) is not None
        and correction.checked
        and (not blind or was_blind(said))
    ]
    if not read:
        raise EstimateError(
            "comments.none-read",
            f"round {coding.drafted.round!r}",
            "no comment was coded blind" if blind else "no analyst has read a comment yet",
            "Export the sheet, fill in checked or codes, and import it.",
        )
    felt = [(said.sentiment, one) for said in read if (one := _find_sentiment(coding, said))]
    return Compared(
        read=len(read),
        blind=sum(map(was_blind, read)),
        codes=compare_codes(
            [frozenset(coding.codes_of(said)) for said in read],
            [frozenset(said.codes) for said in read],
            coding.drafted.codebook.codes,
        ),
        sentiment=kappa_of([one for _, one in felt], [one for one, _ in felt]) if felt else None,
        feelings=len(felt),
    )


def _find_blind(coding: Coding) -> Callable[[Said], bool]:
    blind = {number for number, one in coding.corrections.items() if one.blind}
    return lambda said: said.number in blind


def _find_sentiment(coding: Coding, said: Said) -> Sentiment | None:
    return coding.corrections[said.number].sentiment
