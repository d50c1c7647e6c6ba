"""One A4 page for the partnership board, laid out as the plan's own scorecard.

Indicator, this round, last round, change, direction of travel, status in words. An arrow stands
only beside a change that is clear. What cannot be shown is said in words.

Source: the columns of the scorecard in the partnership's slides "Community Safety in Tower Hamlets"
(Performance Indicator, CSP Priority, YTD, Previous YTD, % Change, Direction of Travel), which show
the change of a percentage relatively: 69 % after 72 % is -4.2 %. The change in points stands below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.disclosure import Released
from analysis.origin import say_origin
from analysis.pages import render_page
from analysis.phrases import (
    LOW_RELIABILITY,
    NO_CLEAR_CHANGE,
    WHEN_CLEAR,
    count_digits,
    say_day,
    say_days,
    say_people,
    say_percent,
    say_sentence,
    say_signed,
    say_value,
    say_way,
)
from analysis.rows import Results, Row
from analysis.shown import Previous, Status
from analysis.summary import Headline, list_breaks, list_headlines
from analysis.verdicts import (
    WHY_INDICATIVE,
    is_indicative,
    number_targets,
    say_asked,
    say_deadline,
    say_passed,
    say_status_briefly,
    say_verdicts,
)

ARROWS = {"up": "↑", "down": "↓"}
_NO_EARLIER = "no earlier round to compare with"


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One line of the board page, in words.

    Attributes:
        mark: What stands before the figure where it has cautions.
        detail: Interval and base of this round.
        last_detail: The last round's base; its name too where it is not that of the column.
        change_detail: The change in points, with its interval.
        way: ``up`` or ``down`` where the change is clear, else empty.
        target: Its number among the plan's targets; None without one.
    """

    indicator: str
    group: str
    mark: str
    value: str
    detail: str
    last: str
    last_detail: str
    change: str
    change_detail: str
    way: str
    travel: str
    target: int | None
    status: str


@dataclass(frozen=True, slots=True)
class BoardTarget:
    """One target of the plan, as it stands under the table."""

    number: int
    text: str
    who: str
    deadline: str
    status: str


def render_board(released: Released) -> str:
    """The page as one HTML file.

    Args:
        released: The results; nothing else can be put on a page.

    Raises:
        TypeError: The results have not been released.
    """
    if not isinstance(released, Released):
        raise TypeError("only released results are put on a page")
    results = released.results
    numbers = number_targets(results)
    headlines = list_headlines(released)
    rows = [row for one in headlines for row in one.rows]
    last = _find_last(rows)
    return render_page(
        "board.html",
        results=results,
        title=_find_title(results),
        fieldwork=_say_fieldwork(results),
        last=last,
        rows=[_show_row(row, numbers, last) for row in rows],
        targets=tuple(_list_targets(results, numbers)),
        notes=tuple(_list_notes(results, headlines)),
        arrows=ARROWS,
        origin=say_origin(results, short=True),
    )


def _find_title(results: Results) -> str:
    return results.provenance.title if results.provenance else results.round


def _say_fieldwork(results: Results) -> str:
    """The round and its days."""
    made = results.provenance
    if made is None:
        return f"Round {results.round}"
    days = say_days(made.opens_on, made.ended_on)
    return f"{made.plan_title}. Round {results.round}, {days}"


def _find_last(rows: Sequence[Row]) -> str:
    """The round before, for the head of its column; empty where there is none, or several."""
    last = {_name_last(row.previous) for row in rows if row.previous}
    return last.pop() if len(last) == 1 else ""


def _name_last(previous: Previous) -> str:
    return f"{previous.round}, ended {say_day(previous.ended_on)}"


def _show_row(row: Row, numbers: Mapping[str, int], last: str) -> BoardRow:
    """A headline row; cautions are said with its figure."""
    previous = row.previous
    asked = say_asked(row) if row.status is Status.RELEASED else ""
    return BoardRow(
        indicator=row.measure_label,
        group=row.group_label,
        mark=LOW_RELIABILITY.strip() if row.cautions else "",
        value=say_value(row),
        detail=_say_detail(row),
        last=_say_last(row),
        last_detail=_say_last_detail(previous, last),
        change=_say_change(row),
        change_detail=_say_change_detail(row),
        way=say_way(previous.points) if previous and previous.clear else "",
        travel=_say_travel(row),
        target=numbers.get(row.target.text) if row.target else None,
        status=f"{say_verdicts(row)} {asked}".strip(),
    )


def _say_detail(row: Row) -> str:
    if row.ci_low is None or row.ci_high is None or row.base is None:
        return ""
    digits = count_digits(row.base)
    interval = f"{100 * row.ci_low:.{digits}f} to {100 * row.ci_high:.{digits}f} %"
    return f"{interval}, about {row.base:,}"


def _say_last(row: Row) -> str:
    if row.previous is not None:
        return say_percent(row.previous.value, count_digits(row.previous.base))
    return _NO_EARLIER if row.status is Status.RELEASED else ""


def _say_last_detail(previous: Previous | None, last: str) -> str:
    if previous is None:
        return ""
    named = "" if last else _name_last(previous)
    base = "" if previous.base is None else f"about {previous.base:,}"
    return ", ".join(filter(None, (named, base)))


def _say_change(row: Row) -> str:
    """Relatively, as the plan prints it."""
    previous = row.previous
    if previous is None or previous.relative is None:
        return ""
    return f"{say_signed(100 * previous.relative, 0)} %"


def _say_change_detail(row: Row) -> str:
    previous = row.previous
    if previous is None:
        return ""
    points, low, high = (
        say_signed(one, _change_digits(row, previous))
        for one in (previous.points, previous.points_low, previous.points_high)
    )
    return f"{points} points ({low} to {high})"


def _change_digits(row: Row, previous: Previous) -> int:
    return count_digits(row.base, previous.base)


def _say_travel(row: Row) -> str:
    if row.previous is None:
        return ""
    return f"clearly {say_way(row.previous.points)}" if row.previous.clear else NO_CLEAR_CHANGE


def _list_targets(results: Results, numbers: Mapping[str, int]) -> Iterator[BoardTarget]:
    for one in results.targets:
        yield BoardTarget(
            number=numbers[one.text],
            text=one.text,
            who=one.domain_label,
            deadline=say_deadline(one.deadline),
            status=say_status_briefly(one),
        )


def _list_notes(results: Results, headlines: Sequence[Headline]) -> Iterator[str]:
    """Who took part, why figures are as they are, and what breaks a series."""
    rows = [row for one in headlines for row in one.rows]
    cautions = dict.fromkeys(caution for row in rows for caution in row.cautions)
    yield from filter(None, (results.method.caution, say_passed(results), results.method.who))
    if results.method.respondents:
        yield f"{say_people(results.method.respondents).capitalize()} took part."
    if results.took_part:
        yield from (one for one in results.took_part.cautions if one not in cautions)
        yield from results.took_part.missing
    if any(row.previous for row in rows):
        yield WHEN_CLEAR
    if any(map(is_indicative, results.targets)):
        yield WHY_INDICATIVE
    yield from (f"{LOW_RELIABILITY}{say_sentence(caution)}" for caution in cautions)
    for one in headlines:
        yield from (f"{one.label}: {note}" for note in list_breaks(one))
