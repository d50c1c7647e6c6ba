"""Distributions of answers, and means of numbered scales."""

from __future__ import annotations

from analysis.rows import Results
from analysis.shown import Status
from analysis.spread import Distribution, OptionShown, Spread
from analysis.tables import Column, Symbol, Table, Unit, Value
from analysis.tabulating.marking import (
    ALL_ASKED,
    BASE,
    EFFECTIVE,
    HIGH,
    LOW,
    MARKS,
    NOTES,
    RELIABLE_BASE,
    SHARE,
    UNWEIGHTED,
    WHO,
    WHO_CODE,
    list_rounding_notes,
    mark,
    say,
    show,
)

_ITEM = Column("item_label", "Question in short")
_TEXT = Column("text", "Question as asked")
_ITEM_CODE = Column("name", "Tabulation code", description="The tabulation's name in every file.")
_MEAN_DIGITS = 1


def tabulate_distributions(results: Results) -> Table:
    """Each option of each item, in each domain."""
    columns = (
        *(_ITEM, _TEXT, WHO),
        Column("option_label", "Answer"),
        *(SHARE, LOW, HIGH, UNWEIGHTED, ALL_ASKED, BASE, EFFECTIVE, MARKS),
        Column("kind", "What the shares are of"),
        *(NOTES, _ITEM_CODE, WHO_CODE),
        Column("option", "Answer code", description="The option's code in the questionnaire."),
    )
    cells = tuple(
        _list_option(one, option) for one in results.distributions for option in one.options
    )
    return Table(
        name="distributions",
        tab="distributions",
        title="Answers to each question",
        columns=columns,
        rows=cells,
        notes=(
            f"Weighting: {results.method.weighting}.",
            (
                "Shares are of those with an answer that counts: don't know and no answer are left "
                "out. Where people could choose several answers, shares are of people, not of "
                "answers."
            ),
            *list_rounding_notes(cells, columns),
        ),
    )


def _list_option(one: Distribution, option: OptionShown) -> tuple[Value, ...]:
    # a whole that is withheld withholds its options, whatever each of them says of itself
    status = one.status if one.status is not Status.RELEASED else option.status
    limits = (option.estimate, option.ci_low, option.ci_high)
    shares = (*limits, option.unweighted, option.all_asked)
    several = one.kind is Spread.CHOSEN
    return (
        *(one.label, one.text, one.domain_label, option.label),
        *(show(value, status, one.base) for value in shares),
        *(mark(one.base, one.status), mark(one.effective_base, one.status)),
        _mark_low(one, status),
        "people; several answers each" if several else "people; one answer each",
        *(say(one.notes), one.name, one.domain, option.code),
    )


def tabulate_means(results: Results) -> Table | None:
    """Each mean of a numbered scale; None where there are none."""
    rows = tuple(map(_list_mean, (one for one in results.distributions if one.mean)))
    if not rows:
        return None
    columns = (
        *(_ITEM, _TEXT, WHO),
        Column("mean", "Mean", Unit.NUMBER, "Weighted mean in points of the scale.", _MEAN_DIGITS),
        Column("mean_low", "Lower limit (95 %)", Unit.NUMBER, digits=_MEAN_DIGITS),
        Column("mean_high", "Upper limit (95 %)", Unit.NUMBER, digits=_MEAN_DIGITS),
        Column("lowest", "Lowest point of the scale", Unit.NUMBER),
        Column("highest", "Highest point of the scale", Unit.NUMBER),
        *(BASE, EFFECTIVE, MARKS, NOTES, _ITEM_CODE, WHO_CODE),
    )
    return Table(
        name="means",
        tab="means",
        title="Means of numbered scales",
        columns=columns,
        rows=rows,
        notes=(f"Weighting: {results.method.weighting}.",),
    )


def _list_mean(one: Distribution) -> tuple[Value, ...]:
    assert one.mean is not None, "asked for where there is one"
    # with an option withheld its mean is withheld too, for it would help to find the option
    found = (one.status, *(option.status for option in one.options))
    status = next((s for s in found if s is not Status.RELEASED), Status.RELEASED)
    return (
        *(one.label, one.text, one.domain_label, mark(one.mean.estimate, status)),
        *(mark(one.mean.ci_low, status), mark(one.mean.ci_high, status)),
        *(one.mean.lowest, one.mean.highest),
        *(mark(one.base, one.status), mark(one.effective_base, one.status)),
        *(_mark_low(one, status), say(one.notes), one.name, one.domain),
    )


def _mark_low(one: Distribution, status: Status) -> Value:
    low = status is Status.RELEASED and (one.effective_base or 0) < RELIABLE_BASE
    return str(Symbol.LOW_RELIABILITY) if low else None
