"""How far a second reader's labels agree with the labels, by the guide alone.

The labels are taken as they stood when both were first compared: mending some of them afterwards
would raise the agreement that it came from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from analysis.comments.agreement import Agreement, Kappa, compare_codes, kappa_of
from tests.comments.labelled import ALONE, CODES, STANCES, load_second


@dataclass(frozen=True)
class Readers:
    """Two readers' labels of the same comments, compared.

    Attributes:
        comments: How many.
        codes: Agreement on the codes; the labels that ship are the reference.
        stances: Agreement on codes with their stances, every pair a yes or no.
        tone: Kappa of the sentiment.
    """

    comments: int
    codes: Agreement
    stances: Agreement
    tone: Kappa


@lru_cache(maxsize=1)
def compare_readers() -> Readers:
    """The second reader's labels beside the first's."""
    read = load_second()
    pairs = [(code, stance) for code in CODES if code not in ALONE for stance in STANCES]
    return Readers(
        comments=len(read),
        codes=compare_codes(
            [one.first.codes for one in read], [one.second.codes for one in read], CODES
        ),
        stances=compare_codes(
            [list(map(":".join, one.first.stances)) for one in read],
            [list(map(":".join, one.second.stances)) for one in read],
            map(":".join, pairs),
        ),
        tone=kappa_of(
            [one.first.sentiment for one in read], [one.second.sentiment for one in read]
        ),
    )


def tell_readers(one: Readers) -> Iterator[str]:
    """The agreement in lines, with n the comments to which either reader gives the code."""
    yield f"second reader, from the guide and the texts alone: {one.comments} comments"
    overall = {
        "codes": one.codes.overall.kappa,
        "codes with their stances": one.stances.overall.kappa,
    }
    for what, kappa in (overall | {"tone": one.tone}).items():
        yield f"  kappa, {what}: {tell_kappa(kappa)}, alike {kappa.agreed:.1%}"
    yield f"  {'code':27}{'n':>4} kappa"
    for code, found in one.codes.by_code.items():
        yield f"  {code:27}{found.both + found.extra + found.missed:4} {tell_kappa(found.kappa)}"


def tell_kappa(kappa: Kappa) -> str:
    """Kappa with its 95 % interval; a dash where there is nothing to agree on."""
    if kappa.value is None or kappa.low is None or kappa.high is None:
        return "-"
    return f"{kappa.value:.2f} ({kappa.low:.2f}-{kappa.high:.2f})"
