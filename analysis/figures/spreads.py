"""The answers to one question: a bar for each option."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analysis.figures.bars import draw_bar, draw_ends, draw_hidden, make_scale
from analysis.figures.canvas import WORDS, Canvas
from analysis.figures.figure import Figure, Kind, make_figure
from analysis.figures.saying import (
    find_digits,
    list_sources,
    say_figure,
    say_interval,
    say_limits,
    say_share,
    sentence,
)
from analysis.figures.words import Words
from analysis.rows import Results
from analysis.shown import Status
from analysis.spread import Distribution, MeanShown, OptionShown, Spread
from analysis.tables import Column, Table, Unit
from analysis.tabulating.marking import mark as mark_cell


def make_spread_figure(one: Distribution, results: Results, words: Words, mark: str) -> Figure:
    """A distribution with its words and its table."""
    notes = tuple(_list_notes(one, results, words))
    figure = make_figure(
        f"answers-{one.name}-{one.domain}",
        Kind.DISTRIBUTION,
        one.label,
        (*_say_options(one, words), *notes),
        notes=notes,
        table=_tabulate(one),
        paint=lambda canvas: _paint(canvas, one, words),
        mark=mark,
        subtitle=one.domain_label,
    )
    return replace(figure, domain=one.domain)  # its question may be of several measures, or none


def list_options(one: Distribution) -> tuple[OptionShown, ...]:
    """Options as asked; of a choice of several the most chosen first and what is hidden last."""
    if one.kind is Spread.OPTIONS:
        return one.options
    return tuple(sorted(one.options, key=lambda o: (o.estimate is None, -(o.estimate or 0))))


def _say_options(one: Distribution, words: Words) -> Iterator[str]:
    if one.status is not Status.RELEASED:
        yield f"{sentence(words[one.status.value])}."
        return
    for option in list_options(one):
        limits = (option.ci_low, option.ci_high)
        # the base is told once for all options
        said = say_figure(option.status, option.estimate, limits, None, words)
        if option.estimate is not None:
            said = _say_option(option, find_digits(one.base), words)
        yield f"{option.label}: {said}."


def _say_option(option: OptionShown, digits: int, words: Words) -> str:
    assert option.estimate is not None, "asked for where there is one"
    share = say_share(option.estimate, digits)
    if option.ci_low is None or option.ci_high is None:
        return share
    return f"{share}, {say_interval(option.ci_low, option.ci_high, digits, words)}"


def _say_beside(option: OptionShown, digits: int, words: Words) -> tuple[str, str]:
    """The share, and its limits where there is little room."""
    assert option.estimate is not None, "asked for where there is one"
    share = say_share(option.estimate, digits)
    if option.ci_low is None or option.ci_high is None:
        return share, ""
    return share, say_limits(option.ci_low, option.ci_high, digits, words)


def _list_notes(one: Distribution, results: Results, words: Words) -> Iterator[str]:
    yield words["question"].format(text=one.text)
    if one.mean is not None and one.status is Status.RELEASED:
        yield _say_mean(one.mean, words)
    if one.base is not None:
        yield words["base"].format(group=one.domain_label, count=f"{one.base:,}")
        yield words["key_bars"]
    yield from one.notes
    if any(option.status is not Status.RELEASED for option in one.options) and one.base:
        yield words["key_hidden"]
    yield from list_sources(results, words)


def _say_mean(mean: MeanShown, words: Words) -> str:
    if mean.estimate is None or mean.ci_low is None or mean.ci_high is None:
        return words["mean_hidden"]
    return words["mean"].format(
        mean=f"{mean.estimate:.1f}",
        low=f"{mean.ci_low:.1f}",
        high=f"{mean.ci_high:.1f}",
        lowest=f"{mean.lowest:g}",
        highest=f"{mean.highest:g}",
    )


def _paint(canvas: Canvas, one: Distribution, words: Words) -> None:
    if one.status is not Status.RELEASED:
        canvas.add(sentence(words[one.status.value]), WORDS, bold=True)
        return
    longest = max((option.ci_high or option.estimate or 0 for option in one.options), default=0)
    top = 1.0 if longest > 0.5 else 0.5
    scale = make_scale(0, top)
    draw_ends(canvas, scale, (0, top / 2, top))
    digits = find_digits(one.base)
    for option in list_options(one):
        if option.estimate is None:
            draw_hidden(canvas, option.label, words["hidden"])
        else:
            share = (option.estimate, option.ci_low, option.ci_high)
            draw_bar(canvas, option.label, scale, share, _say_beside(option, digits, words))


def _tabulate(one: Distribution) -> Table:
    digits = find_digits(one.base)
    return Table(
        name=f"figure_{one.name}_{one.domain}",
        tab=one.name[:31],
        title=f"{one.label}: {one.domain_label}",
        columns=(
            Column("option", "Answer"),
            Column("estimate", "Share", Unit.SHARE, digits=digits),
            Column("ci_low", "Lower limit (95 %)", Unit.SHARE, digits=digits),
            Column("ci_high", "Upper limit (95 %)", Unit.SHARE, digits=digits),
        ),
        rows=tuple(
            (
                option.label,
                mark_cell(option.estimate, option.status),
                mark_cell(option.ci_low, option.status),
                mark_cell(option.ci_high, option.status),
            )
            for option in list_options(one)
        ),
        notes=one.notes,
    )
