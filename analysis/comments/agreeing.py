"""How far the machine reads a round's comments as its analysts do: by code, for staff.

Only comments that an analyst read count. Who sees the machine's codes first tends to agree with
them, and analysts look at what seems wrong; so comments coded blind are what to judge the machine
by. Codes with what is said of them are compared as well, for both are published. Over all codes,
rounded, agreement may be told beside the themes; by code it would tell of few comments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from analysis.comments.agreement import Agreement, Found, Kappa, compare_codes, kappa_of
from analysis.comments.cells import STANDS_ALONE
from analysis.comments.codebook import Stance
from analysis.comments.records import Codes, Coding, Said
from analysis.comments.sentiment import Sentiment
from analysis.comments.trial import Rates
from analysis.suppression import MIN_BASE
from surveys.errors import EstimateError

LARGE = 100
"""From this many comments on, agreement is told with two decimals."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The machine's reading beside the analysts'.

    Attributes:
        read: Comments compared.
        blind: How many of them were coded without seeing the machine's codes.
        codes: By code; the analyst's reading is the reference.
        stances: Every code with what is said of it, a yes or no each, added up.
        same_stances: Of the codes that both give, the share of which both say the same (0-1); None
            where there are none.
        sentiment: Of comments whose sentiment an analyst gave; None where there are none.
        feelings: How many these are.
    """

    read: int
    blind: int
    codes: Agreement
    stances: Found
    same_stances: float | None
    sentiment: Kappa | None
    feelings: int


@dataclass(frozen=True, slots=True)
class ToldAgreement:
    """Agreement as it may be told.

    Attributes:
        blind: Whether no analyst saw the machine's codes.
        digits: Decimals of every share.
        same_stances: As in `Compared`.
    """

    blind: bool
    digits: int
    codes: Rates
    stances: Rates
    same_stances: float | None


def compare_readings(coding: Coding, *, blind: bool = False) -> Compared:
    """Compare the machine's codes with the analysts', what both say of them, and their sentiment.

    Args:
        coding: The comments with what was said of them.
        blind: Whether only comments coded blind count.

    Raises:
        EstimateError: No comment was read.
    """
    was_blind = _find_blind(coding)
    read = [said for said in list_read(coding) if not blind or was_blind(said)]
    if not read:
        raise EstimateError(
            "comments.none-read",
            f"round {coding.drafted.round!r}",
            "no comment was coded blind" if blind else "no analyst has read a comment yet",
            "Export the sheet, fill in checked or codes, and import it.",
        )
    felt = [(said.sentiment, one) for said in read if (one := _find_sentiment(coding, said))]
    theirs, ours = [coding.codes_of(said) for said in read], [said.codes for said in read]
    codes = coding.drafted.codebook.codes
    return Compared(
        read=len(read),
        blind=sum(map(was_blind, read)),
        codes=compare_codes(list(map(frozenset, theirs)), list(map(frozenset, ours)), codes),
        stances=compare_stances(theirs, ours, codes),
        same_stances=_share_same(theirs, ours),
        sentiment=kappa_of([one for _, one in felt], [one for one, _ in felt]) if felt else None,
        feelings=len(felt),
    )


def list_read(coding: Coding) -> Iterator[Said]:
    """The comments that an analyst read."""
    for said in coding.drafted.comments:
        correction = coding.corrections.get(said.number)
        if correction is not None and correction.checked:
            yield said


def compare_stances(
    reference: Sequence[Codes], judged: Sequence[Codes], codes: Sequence[str]
) -> Found:
    """Compare codes with what is said of them; codes that take no stance are left out.

    Args:
        reference: What a person said of each comment.
        judged: What the reading that is judged said of them, in the same order.
        codes: Those to compare.
    """
    pairs = [(code, stance) for code in codes if code not in STANDS_ALONE for stance in Stance]
    named = [f"{code} {stance}" for code, stance in pairs]
    return compare_codes(
        [frozenset(_name_pairs(one)) for one in reference],
        [frozenset(_name_pairs(one)) for one in judged],
        named,
    ).overall


def compare_to_tell(coding: Coding) -> Compared | None:
    """The comparison that is told outside; None where nobody has read a comment.

    Comments coded blind where they are enough to say something, or else all that were read.
    """
    read = list(list_read(coding))
    if not read:
        return None
    was_blind = _find_blind(coding)
    return compare_readings(coding, blind=sum(map(was_blind, read)) >= MIN_BASE)


def tell_agreement(compared: Compared | None) -> ToldAgreement | None:
    """Agreement over all codes, rounded; None where too few comments were read to say."""
    if compared is None or compared.read < MIN_BASE:
        return None
    digits = 2 if compared.read >= LARGE else 1
    return ToldAgreement(
        blind=compared.blind == compared.read,
        digits=digits,
        codes=rate(compared.codes.overall, digits),
        stances=rate(compared.stances, digits),
        same_stances=_round(compared.same_stances, digits),
    )


def rate(found: Found, digits: int) -> Rates:
    """How far two readings agree, rounded to so many decimals."""
    return Rates(
        precision=_round(found.precision, digits),
        recall=_round(found.recall, digits),
        kappa=_round(found.kappa.value, digits),
    )


def _share_same(reference: Sequence[Codes], judged: Sequence[Codes]) -> float | None:
    alike = [
        set(theirs[code]) == set(ours[code])
        for theirs, ours in zip(reference, judged, strict=True)
        for code in theirs.keys() & ours.keys() - STANDS_ALONE
    ]
    return sum(alike) / len(alike) if alike else None


def _name_pairs(codes: Codes) -> Iterator[str]:
    return (f"{code} {stance}" for code, stances in codes.items() for stance in stances)


def _round(share: float | None, digits: int) -> float | None:
    return None if share is None else round(share, digits)


def _find_blind(coding: Coding) -> Callable[[Said], bool]:
    blind = {number for number, one in coding.corrections.items() if one.blind}
    return lambda said: said.number in blind


def _find_sentiment(coding: Coding, said: Said) -> Sentiment | None:
    return coding.corrections[said.number].sentiment
