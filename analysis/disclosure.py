"""The gate between estimates and anything that leaves: only a `Released` may be rendered.

`release` blanks what may not be published and rounds the rest, so that no decimal gives an exact
count away. `Internal` is the one explicit way past it, for staff eyes; exports never take it.

What this guards against: figures on few people (`suppression`, and `withholding` for the options
of a distribution), and such figures worked out from others. The rules see to what one table gives
away; the audit (`protecting`), which has to have run before anything is released, bounds every
protected count by linear programming over all bases and unweighted shares of an item at once, in
this release, in every earlier one of the same answers whatever its plan, and in what the releases
of later rounds said of them (`ledger`). None is left known more closely than a width of 5.

Intervals that would tell exact counts are made from rounded figures (`rounding`), changes and the
values of targets from public shares (`comparing`), and how uneven the weights are is told only as
far as nobody who is withheld can be found from it (`effective`).

What it does not guard against. Weighted shares, those with don't know in the base as well, and the
limits of weighted shares and of changes are not in the audit. Limits of weighted shares are wider
where a group of few people counts for many: without trimming, of 300 people and a group of 10 % of
the population, an interval told 1, 2 and 3 people apart; with weights trimmed at 5 times the median
(400 people, a group of 2 %) it told nothing. Cautions on few or uneven weights tell on which side
of their limit such a group is. Of a raked breakdown
the weighted shares of all and of the other categories gave that of a lone withheld one to within 2
points half of the time, and with it the number who said yes to within 2.5 people three times in
four (about 20 answers, 80 made-up rounds at each of three sizes): an estimate and no certainty,
and the rules withhold a second category there for it. Where the audit withholds one alone, for the
sake of something else, its weighted share can still be had so. Why a figure is withheld is not in
the audit: where only one can have been withheld for its own sake, that says that fewer than 3
people (10 for a sensitive item) are on one of its sides. How many said that they do not know, or
gave no answer, is not protected. Two items are looked at apart, so what an answer to one says about
an answer to another is left to the reader.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from analysis.effective import Weights
from analysis.equality import Equality
from analysis.provenance import AuditShown
from analysis.public_equality import release_equality
from analysis.public_method import release_took_part, round_method, round_provenance
from analysis.public_rows import blank_row, hide_earlier, round_row
from analysis.public_spread import release_distribution
from analysis.rows import Results, Row
from analysis.shown import Status
from analysis.suppression import LEAST_WIDTH
from surveys.errors import EstimateError


class _Pass:
    """Held by this module alone, so that nothing else can make a `Released`."""


_PASS = _Pass()


@dataclass(frozen=True, slots=True)
class Released:
    """Results that have passed disclosure control. Only `release` makes one.

    Attributes:
        audit: What the audit found. It goes with the ledger and not with the figures, so nothing
            that leaves has it: the same figures are the same bytes, whatever was published since.
    """

    results: Results
    audit: AuditShown
    passed: _Pass

    def __post_init__(self) -> None:
        if self.passed is not _PASS:
            raise TypeError("only analysis.disclosure.release makes released results")


@dataclass(frozen=True, slots=True)
class Internal:
    """Results at full precision, unsuppressed, for staff eyes only."""

    results: Results


def release(results: Results) -> Released:
    """What may be published of a round's results.

    Raises:
        EstimateError: The disclosure audit has not run on them, or it found a protected count known
            too closely whatever is withheld.
    """
    if results.audit is None:
        raise EstimateError(
            "release.not-audited",
            f"round {results.round}",
            "the disclosure audit has not run on these results",
            "Estimate them with the ledger of what was published.",
        )
    _check_hidden(results, results.audit)
    weights = Weights(results)
    rows = tuple(
        round_row(hide_earlier(row), told=weights.are_told_of(row))
        if row.status is Status.RELEASED
        else blank_row(row)
        for row in results.rows
    )
    public = replace(
        results,
        rows=rows,
        method=round_method(results.method, told=weights.are_described),
        distributions=tuple(
            release_distribution(one, told=weights.are_told) for one in results.distributions
        ),
        took_part=release_took_part(results, weights),
        equality=_release_equality(results, rows),
        provenance=round_provenance(results.provenance) if results.provenance else None,
        audit=None,
    )
    return Released(public, results.audit, _PASS)


def _release_equality(results: Results, rows: tuple[Row, ...]) -> Equality | None:
    """The equality table, where the plan asks for one."""
    if results.equality is None:
        return None
    return release_equality(results.equality, rows, results.method.respondents)


def _check_hidden(results: Results, audit: AuditShown) -> None:
    """See that the audit left every protected count wide enough to be published."""
    if audit.narrowest is None or audit.narrowest >= LEAST_WIDTH:
        return
    before = (
        "Something else was published of this round before: measure it by that plan again, or take "
        "domains and groupings that differ from those of that plan out of this one."
    )
    alone = (
        "Take breakdowns and domains out of the plan, or wait for more answers: so few people are "
        "counted apart (by arm, mark of quality or missing characteristic) that their numbers "
        "alone tell too much."
    )
    raise EstimateError(
        "release.exposed",
        f"round {results.round}",
        f"a count of few people would be known within {audit.narrowest:g}, and no figure is left "
        "whose withholding mends that; nothing of the round can leave by the plan "
        f"{results.plan}",
        before if audit.releases else alone,
    )
