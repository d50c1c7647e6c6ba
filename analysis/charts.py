"""Two pictures for a phone: who has answered so far, and the results of a round.

Nothing is told by colour alone: bars differ by fill and edge, every figure is printed, and what is
not shown is said in words. Each picture has a text alternative, which is inside the file as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from analysis.disclosure import Released
from analysis.lettering import DRAWING
from analysis.masking import THRESHOLD, Hidden
from analysis.origin import say_origin
from analysis.representation import (
    GroupingShown,
    LevelShown,
    Representation,
    describe_missing,
    describe_representation,
    in_100,
    say_nobody_missing,
)
from analysis.rows import Row
from analysis.sheet import (
    ACCENT,
    BODY,
    HEADING,
    INK,
    LEADING,
    MARGIN,
    PAPER,
    RULE,
    SMALL,
    SOFT,
    TITLE,
    WIDTH,
    Sheet,
)
from analysis.summary import (
    Headline,
    describe_results_picture,
    list_breaks,
    list_headings,
    list_headlines,
    list_notes,
    say_caution,
    say_clear_change,
    say_row,
    say_share,
)
from analysis.wording import FALLBACK, Words, find_words

_LABELS = 310
_BAR_START, _BAR_END = 370, 720
_ANSWERS_AT, _RESIDENTS_AT = 880, WIDTH - MARGIN
_BAR = 21
_LINE, _SHARE_AT = 540, 880
"""The line from nobody to everybody; the figure ends to its right."""


def draw_representation(
    representation: Representation,
    language: str = FALLBACK,
    *,
    title: str = "",
    mark: str = "",
) -> bytes:
    """Who has answered against the population, as PNG.

    Args:
        representation: What may be shown of it.
        language: Of the words around the plan's own.
        title: What the round is known by.
        mark: Such as SYNTHETIC or REHEARSAL; stands first.
    """
    words = find_words(language)
    with DRAWING:
        sheet = Sheet()
        _head(sheet, words["who_answered"], [title, _say_total(representation, words)], mark)
        if any(one.levels for one in representation.groupings):
            _draw_key(sheet, words)
        scale = _find_scale(representation)
        for grouping in representation.groupings:
            _draw_grouping(sheet, grouping, scale, words)
        _draw_missing(sheet, representation, words)
        _foot(sheet, [words["rounding"], representation.attribution])
        described = [mark, title, describe_representation(representation)]
        return sheet.save(words["who_answered"], "\n".join(filter(None, described)))


def draw_results(released: Released, language: str = FALLBACK, *, title: str = "") -> bytes:
    """The headline figures of a round with their intervals, as PNG.

    Args:
        released: The results; nothing else can be drawn.
        language: Of the words around the plan's own.
        title: What residents know the round by; its name where empty.
    """
    words, headlines = find_words(language), list_headlines(released)
    *mark, heading, respondents = list_headings(released, words, title)
    common = headlines[0].rows[0].group_label if headlines else ""
    with DRAWING:
        sheet = Sheet()
        _head(sheet, heading, [respondents, words["common"].format(group=common)], "".join(mark))
        _draw_scale(sheet, words)
        for headline in headlines:
            _draw_headline(sheet, headline, common, words)
        _foot(sheet, list_notes(released, words))
        described = describe_results_picture(released, language, title=title)
        return sheet.save(heading, f"{described}\n{say_origin(released.results)}")


def _head(sheet: Sheet, heading: str, lines: Sequence[str], mark: str) -> None:
    if mark:
        sheet.add(mark, HEADING, bold=True)
        sheet.advance(8)
    sheet.add(heading, TITLE, bold=True)
    for line in filter(None, lines):
        sheet.add(line, BODY, colour=SOFT)
    sheet.advance(24)


def _foot(sheet: Sheet, lines: Sequence[str]) -> None:
    sheet.advance(16)
    sheet.rule()
    sheet.advance(16)
    for line in filter(None, lines):
        sheet.add(line, SMALL, colour=SOFT)
        sheet.advance(10)


def _say_total(representation: Representation, words: Words) -> str:
    most = max((one.answers or 0 for one in representation.groupings), default=0)
    return words["total"].format(count=f"{most:,}") if most else words["nothing"]


def _draw_key(sheet: Sheet, words: Words) -> None:
    """Which bar is which, and the heads of the columns of numbers."""
    columns = (("of_answers", ACCENT, _ANSWERS_AT), ("of_residents", PAPER, _RESIDENTS_AT))
    top, line = sheet.y, SMALL * LEADING
    for name, _, x in columns:
        sheet.write(words["in_100"], SMALL, x=x, colour=SOFT, align="right")
        sheet.y += line
        sheet.write(words[name], SMALL, x=x, colour=SOFT, align="right")
        sheet.y = top
    for name, fill, _ in columns:
        sheet.bar(MARGIN, sheet.y + 8, 56, _BAR, fill=fill)
        sheet.write(words[name], SMALL, x=MARGIN + 68)
        sheet.advance(line)
    sheet.advance(14)


def _find_scale(representation: Representation) -> float:
    """The share that fills the room for bars, the same for all groupings."""
    levels = [level for one in representation.groupings for level in one.levels]
    return max((max(level.share or 0, level.population) for level in levels), default=1.0)


def _draw_grouping(sheet: Sheet, grouping: GroupingShown, scale: float, words: Words) -> None:
    sheet.add(grouping.label, HEADING, bold=True)
    sheet.advance(6)
    if not grouping.levels:
        sheet.add(words["grouping_hidden"])
    for level in grouping.levels:
        _draw_level(sheet, level, grouping.answers or THRESHOLD, scale, words)
    sheet.advance(14)


def _draw_level(sheet: Sheet, level: LevelShown, answers: int, scale: float, words: Words) -> None:
    """Two bars one above the other, the answers filled and the residents hollow."""
    height = sheet.write(level.label, BODY, width=_LABELS)
    room = _BAR_END - _BAR_START
    top = sheet.y + 4
    if level.share is not None:
        sheet.bar(_BAR_START, top, room * level.share / scale, _BAR, fill=ACCENT)
        said = in_100(level.share)
    elif level.hidden is Hidden.FEW:
        most = min(scale, (THRESHOLD - 1) / answers)
        sheet.bar(_BAR_START, top, room * most / scale, _BAR, fill=PAPER, hatch="///")
        said = words["few"]
    else:
        said = words["hidden"]
    sheet.bar(_BAR_START, top + _BAR + 1, room * level.population / scale, _BAR, fill=PAPER)
    shown = level.share is not None
    room = _ANSWERS_AT - _BAR_END - 10
    size = BODY if shown else SMALL
    height = max(
        height,
        sheet.write(said, size, x=_ANSWERS_AT, width=room, align="right", bold=shown),
        sheet.write(in_100(level.population), x=_RESIDENTS_AT, align="right"),
        2 * _BAR + 6,
    )
    sheet.advance(height + 12)


def _draw_missing(sheet: Sheet, representation: Representation, words: Words) -> None:
    sheet.add(words["missing"], HEADING, bold=True)
    missing = describe_missing(representation) or (say_nobody_missing(representation),)
    for sentence in missing:
        sheet.add(sentence)
        sheet.advance(10)


def _draw_scale(sheet: Sheet, words: Words) -> None:
    """What the ends and the middle of each line stand for."""
    for position, name in enumerate(("none", "half", "everybody")):
        align: Literal["left", "center"] = "center" if position else "left"
        x = MARGIN + _LINE * position / 2
        sheet.write(words[name], SMALL, x=x, colour=SOFT, align=align)
    sheet.advance(SMALL * LEADING + 16)


def _draw_headline(sheet: Sheet, headline: Headline, common: str, words: Words) -> None:
    """A measure: its words, then a line for each group."""
    sheet.add(headline.label, BODY, bold=True)
    sheet.advance(4)
    for row in headline.rows:
        _draw_row(sheet, row, common, words)
    for note in list_breaks(headline):
        sheet.add(note, SMALL)
    sheet.advance(20)


def _draw_row(sheet: Sheet, row: Row, common: str, words: Words) -> None:
    """The figure on a line from nobody to everybody, or in words why there is none."""
    if row.estimate is None or row.ci_low is None or row.ci_high is None:
        sheet.add(f"{row.group_label}: {say_row(row, words)}", SMALL)
        sheet.advance(6)
        return
    said = [
        *([row.group_label] if row.group_label != common else []),
        *say_caution(row, words),
        *say_clear_change(row, words),
    ]
    if said:
        sheet.add(", ".join(said), SMALL)
    share = say_share(row, words)
    low, high = (MARGIN + _LINE * limit for limit in (row.ci_low, row.ci_high))
    middle = sheet.y + 30
    sheet.line((MARGIN, middle), (MARGIN + _LINE, middle), RULE, 2)
    for tick in (0.0, 0.5, 1.0):
        x = MARGIN + _LINE * tick
        sheet.line((x, middle - 10), (x, middle + 10), RULE, 2)
    sheet.line((low, middle), (high, middle), INK, 8)
    for end in (low, high):  # taller than the dot, which would hide a short interval
        sheet.line((end, middle - 20), (end, middle + 20), INK, 5)
    sheet.dot(MARGIN + _LINE * row.estimate, middle, 12, ACCENT)
    sheet.write(share, HEADING, x=_SHARE_AT, align="right", bold=True)
    sheet.y += (HEADING - SMALL) * 0.8 * LEADING  # on the same line as the figure
    answers = words["of"].format(count=f"{row.base:,}")
    sheet.write(answers, SMALL, x=WIDTH - MARGIN, colour=SOFT, align="right")
    sheet.y = middle + 34
