"""The page for the board: the plan's scorecard with what can be said, and no more."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from analysis.board import render_board
from analysis.change import Verdict
from analysis.rows import Row
from analysis.shown import Status
from tests.support.pages import Page
from tests.support.released import release
from tests.support.results import (
    PREVIOUS,
    SAFE,
    TARGET,
    TRUST,
    make_method,
    make_provenance,
    make_results,
    make_row,
    make_withheld,
)


def _render(**changes: Any) -> str:
    return render_board(release(make_results(**changes)))


def _read(html: str) -> str:
    page = Page(html)
    assert page.faults == []
    return re.sub(r"\s+", " ", page.text)


def _lines(html: str) -> list[list[str]]:
    """The cells of each line of the table, without tags."""
    lines = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL) for line in lines]
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in line] for line in cells]


def test_it_has_the_columns_of_the_scorecard() -> None:
    head, first, second, *_ = _lines(_render())

    assert head == [
        "Indicator",
        "This round interval, people",
        "Last round made-up-2026, ended 31 May 2026; people",
        "% change points, interval",
        "Direction of travel",
        "Status",
    ]
    assert first == [
        "Feel very or fairly safe outside in the local area after dark: All residents 16+",
        "58 % 54 to 63 %, about 610",
        "55 % about 575",
        "+5 % +3 points (−3 to +9)",
        "no clear change",
        "No target in the plan.",
    ]
    assert second[0].endswith("Women and girls 16+")
    assert second[1] == "Low reliability: 51 % 54 to 63 %, about 610"
    assert second[5] == (
        "Target 1: On track read as a relative increase, not shown read as percentage points "
        "(indicative). From 54 % (made-up-2025); 59 % or 64 % to reach; partial fit."
    )


def test_rounds_before_that_differ_are_named_in_their_cells() -> None:
    other = replace(PREVIOUS, round="made-up-2025", ended_on=date(2025, 5, 31))
    head, first, second, *_ = _lines(
        _render(rows=(make_row(previous=PREVIOUS), make_row(TRUST, previous=other)))
    )

    assert head[2] == "Last round round, people"
    assert first[2] == "55 % made-up-2026, ended 31 May 2026, about 575"
    assert second[2] == "55 % made-up-2025, ended 31 May 2025, about 575"


def test_it_says_when_a_change_counts_as_clear_only_where_there_is_one() -> None:
    said = "a change counts as clear only with stronger evidence than its own interval."

    assert said in _read(_render())
    assert said not in _read(_render(rows=(make_row(),)))


def test_after_the_deadline_it_says_what_counts() -> None:
    after = _read(_render(provenance=make_provenance(ended_on=date(2028, 4, 30))))

    assert "The deadline passed on 31 March 2028. Fieldwork that closed by then" in after
    assert "The deadline passed" not in _read(_render())


def test_it_carries_where_its_figures_come_from() -> None:
    assert (
        "Round made-up-2027. Questionnaire annual-perception, version 1 (a1a1a1a1a1a1). Plan "
        "made-up-plan (b2b2b2b2b2b2). canvass 0.1.0, seed 1."
    ) in _read(_render())


@pytest.mark.parametrize(
    ("points", "clear", "shown"),
    [
        pytest.param(3.4, False, "no clear change", id="not clear"),
        pytest.param(8.4, True, "↑ clearly up", id="up"),
        pytest.param(-8.4, True, "↓ clearly down", id="down"),
    ],
)
def test_an_arrow_stands_only_where_a_change_is_clear(
    points: float, clear: bool, shown: str
) -> None:
    value = 0.58376 - points / 100
    row = make_row(previous=replace(PREVIOUS, value=value, points=points, clear=clear))

    assert _lines(_render(rows=(row,)))[1][4] == shown


@pytest.mark.parametrize(
    ("status", "said"),
    [
        pytest.param(Status.TOO_FEW, "too few answers to show", id="too few"),
        pytest.param(Status.SUPPRESSED, "not shown, to protect people", id="withheld"),
    ],
)
def test_what_cannot_be_shown_is_said_in_words(status: Status, said: str) -> None:
    row = make_withheld(SAFE, "all", status, previous=PREVIOUS, target=TARGET)
    line = _lines(_render(rows=(row,)))[1]

    assert line[1:5] == [said, "", "", ""]
    assert line[5] == "Target 1: No verdict: the figure cannot be shown."


def test_a_measure_without_an_earlier_round_says_so() -> None:
    assert _lines(_render(rows=(make_row(TRUST),)))[1][2:5] == [
        "no earlier round to compare with",
        "",
        "",
    ]


def test_the_targets_stand_below_with_their_deadline_and_status() -> None:
    text = _read(_render())

    assert "report feeling safe” For: Women and girls 16+, by 31 March 2028. On track" in text
    assert "Too few answers. Fewer than 100 answers in one of the rounds." in text


def test_why_verdicts_are_indicative_is_said_once() -> None:
    status = "Met; indicative: people chose to take part, and more of the same"
    made = make_results().targets
    targets = (replace(made[0], status=status), replace(made[1], status=status))
    text = _read(_render(targets=targets))

    assert text.count("Met (indicative).") == 2
    assert text.count("people chose to take part, and the partnership has not decided") == 1
    assert "more of the same" not in text


def test_it_says_who_took_part_and_what_qualifies_a_figure() -> None:
    text = _read(_render(method=make_method(caution="Few invited people.")))

    for note in (
        "Few invited people. People who chose to take part.",
        "About 640 people took part.",
        "People of North west are missing",
        "Low reliability: The effective base is under 100.",
        "Break in series since round made-up-2026: the question was moved.",
    ):
        assert note in text, note


def test_made_up_answers_are_marked() -> None:
    html = _render()

    assert "<title>SYNTHETIC: " in html
    assert html.index("SYNTHETIC: made-up answers.") < html.index("<h1>")
    assert "SYNTHETIC" not in _render(synthetic=False)


def _alter_hidden(row: Row) -> Row:
    return row if row.status is Status.RELEASED else replace(row, estimate=0.1234, base=13)


def test_nothing_withheld_makes_any_difference_to_the_page() -> None:
    rows = make_results().rows
    altered = tuple(map(_alter_hidden, rows))

    assert altered != rows
    assert _render(rows=altered) == _render()


def test_the_same_results_give_the_same_bytes() -> None:
    assert _render() == _render()


def test_only_released_results_are_put_on_a_page() -> None:
    with pytest.raises(TypeError, match="only released results"):
        render_board(make_results())  # type: ignore[arg-type]  # tried


def test_hostile_words_are_shown_and_never_run() -> None:
    hostile = "<img src=x onerror=alert(1)>"
    row = make_row(measure_label=hostile, group_label=hostile, target=TARGET, cautions=(hostile,))
    targets = tuple(replace(one, text=hostile) for one in make_results().targets)
    html = _render(rows=(row,), targets=targets, method=make_method(who=hostile))

    assert "<img" not in html
    assert Page(html).faults == []


@pytest.mark.parametrize("verdict", [*Verdict, None], ids=str)
def test_every_verdict_has_its_words(verdict: Verdict | None) -> None:
    target = replace(TARGET, verdict_relative=verdict, verdict_points=verdict, note="Why.")
    words = "no verdict" if verdict is None else verdict.replace("_", " ")

    assert words in _lines(_render(rows=(make_row(target=target),)))[1][5].casefold()
