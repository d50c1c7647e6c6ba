"""What people write of: a bar for each theme, and thinner ones for what they say of it.

Drawn from released numbers alone. Themes of few people have no bar, for its length would tell their
number; they are named below, so that none is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.comments.codebook import Stance
from analysis.comments.releasing import ReleasedThemes
from analysis.comments.told import FEWEST, People, Told, ToldTheme
from analysis.consultation.consulted import Consulted
from analysis.consultation.tables import sign_themes
from analysis.consultation.voices import (
    list_notes,
    order_themes,
    say_theme,
    tabulate_themes,
)
from analysis.figures import Figure, Kind
from analysis.figures.bars import ASIDE_AT, FIGURE_AT, LABELS, START, draw_hidden, make_scale
from analysis.figures.canvas import FINE, WORDS, Canvas, line_height
from analysis.figures.figure import make_figure
from analysis.figures.saying import say_source
from analysis.figures.scales import Scale
from analysis.figures.words import FALLBACK, find_words
from analysis.sheet import ACCENT, INK, MARGIN, PAPER, SOFT

KEY = (
    "Upper bar: people who speak of it. Lower bars: those of them who say that it is a problem, "
    "that it helps already, or who ask for something; a bar is there only where there are at "
    f"least {FEWEST}."
)
LOOKS = {
    Stance.PROBLEM: ("a problem", "#a9c6e2", "///"),
    Stance.PROTECTIVE: ("helps already", PAPER, "..."),
    Stance.ASK: ("asked for", "#dbe7f3", ""),
}
"""Words, fill and hatching of a stance; the words stand beside each bar."""

_BAR, _THIN, _STEP = 30, 18, 20
"""Heights of a theme's bar and of a stance's; people between two numbers of the scale."""


def make_themes_figure(consulted: Consulted) -> Figure | None:
    """All themes in one picture; None where no comments are coded."""
    themes = consulted.themes
    if themes is None:
        return None
    words = find_words(FALLBACK)
    shown, few = _part(themes)
    notes = (KEY, *list_notes(themes), say_source(consulted.results, words))
    return make_figure(
        "themes",
        Kind.DISTRIBUTION,
        "What people write of in their own words",
        (*_describe(shown, few), *notes),
        notes=notes,
        table=sign_themes(consulted, tabulate_themes(themes)),
        paint=lambda canvas: _paint(canvas, shown, few),
        mark=words["synthetic"] if consulted.results.synthetic else "",
        subtitle="People who wrote something",
    )


def _part(themes: ReleasedThemes) -> tuple[list[ToldTheme], list[ToldTheme]]:
    """The themes that have a line of their own, and those of few people."""
    ordered = order_themes(themes)
    few = [one for one in ordered if one.people.told is Told.FEW]
    return [one for one in ordered if one.people.told is not Told.FEW], few


def _describe(shown: Sequence[ToldTheme], few: Sequence[ToldTheme]) -> Iterator[str]:
    """Every number of the picture in words."""
    yield from (f"{one.label}: {say_theme(one)}" for one in shown)
    yield from _name_few(few)


def _name_few(few: Sequence[ToldTheme]) -> Iterator[str]:
    if few:
        yield f"Fewer than {FEWEST} people, or nobody: {'; '.join(one.label for one in few)}."


def _paint(canvas: Canvas, shown: Sequence[ToldTheme], few: Sequence[ToldTheme]) -> None:
    top = _find_top([one.people.number or 0 for one in shown])
    scale = make_scale(0, top)
    if shown:
        _draw_ends(canvas, scale)
    for one in shown:
        _draw_theme(canvas, one, scale)
    for line in _name_few(few):
        canvas.advance(8)
        canvas.add(line, FINE, colour=SOFT)


def _find_top(numbers: Sequence[int]) -> int:
    """Where the scale ends. Worked numbers: 55 people give 60, none give 20."""
    return _STEP * max(1, -(-max(numbers, default=0) // _STEP))


def _draw_ends(canvas: Canvas, scale: Scale) -> None:
    """What places on the scale stand for, in a line above it."""
    canvas.put("0", scale.start, canvas.y, colour=SOFT)
    for people, unit in ((scale.high / 2, ""), (scale.high, " people")):
        said = f"{people:,.0f}{unit}"
        canvas.put(said, scale.at(people), canvas.y, align="center", colour=SOFT)
    canvas.advance(line_height(FINE) + 4)


def _draw_theme(canvas: Canvas, one: ToldTheme, scale: Scale) -> None:
    """A theme with what is said of it."""
    if one.people.number is None:
        _draw_words(canvas, one)
        return
    height = max(canvas.write(one.label, WORDS, width=LABELS), _BAR + 8)
    share = "" if one.share is None else f"{one.share} %"
    _draw_bar(canvas, scale, one.people.number, (height, _BAR), ACCENT, "")
    _say_at(canvas, share, height, ASIDE_AT, colour=SOFT)
    canvas.advance(height)
    for stance, people in one.stances.items():
        _draw_stance(canvas, stance, people, scale)
    canvas.advance(12)


def _draw_words(canvas: Canvas, one: ToldTheme) -> None:
    """A theme whose number is not told, though many speak of it, or more than may be said."""
    if one.people.told is Told.WITHHELD:
        draw_hidden(canvas, one.label, "[c] not shown, to protect people")
        return
    height = canvas.write(one.label, WORDS, width=LABELS)
    canvas.put(f"{one.people.say()} people", START, canvas.y + 4)
    canvas.advance(max(height, line_height(FINE)) + 12)


def _draw_stance(canvas: Canvas, stance: Stance, people: People, scale: Scale) -> None:
    """A thinner bar under the theme's own, with its words beside it."""
    if people.number is None:
        return
    said, fill, hatch = LOOKS[stance]
    height = line_height(FINE)
    canvas.put(said, MARGIN + LABELS, canvas.y, FINE, colour=SOFT, align="right")
    _draw_bar(canvas, scale, people.number, (height, _THIN), fill, hatch)
    canvas.advance(height)


def _draw_bar(
    canvas: Canvas,
    scale: Scale,
    people: int,
    heights: tuple[float, float],
    fill: str,
    hatch: str,
) -> None:
    """A bar in the middle of its line, and how many people right of it.

    Args:
        canvas: Where to.
        scale: Of people.
        people: How many.
        heights: Of the line, and of the bar.
        fill: Colour of the bar.
        hatch: Its hatching, as matplotlib has it.
    """
    line, bar = heights
    top = canvas.y + (line - bar) / 2
    canvas.bar(START, top, scale.at(people) - START, bar, fill=fill, hatch=hatch)
    _say_at(canvas, f"{people:,}", line, FIGURE_AT, bold=fill == ACCENT)


def _say_at(
    canvas: Canvas, text: str, height: float, x: float, *, bold: bool = False, colour: str = INK
) -> None:
    y = canvas.y + (height - line_height(FINE)) / 2
    canvas.put(text, x, y, FINE, align="right", bold=bold, colour=colour)
