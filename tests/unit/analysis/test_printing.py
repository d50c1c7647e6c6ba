"""What the board page and the report are on paper."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.board import render_board
from analysis.report import render_report
from tests.support.printing import BROWSER, NO_BROWSER, print_page
from tests.support.released import release
from tests.support.results import PREVIOUS, TARGET, make_method, make_results, make_row

pytestmark = pytest.mark.skipif(not BROWSER, reason=NO_BROWSER)

_LANDSCAPE, _PORTRAIT = (297, 210), (210, 297)

_INDICATORS = 14
"""Lines of the scorecard: the annual plan has twelve, with the groups of its targets."""


def _render_full_board() -> str:
    """As much as the annual plan puts on its page: every line with a change, four targets."""
    results = make_results()
    label = "Agree that people from different backgrounds get on well together in the local area"
    rows = tuple(
        replace(
            make_row(previous=PREVIOUS, target=None if number % 3 else TARGET),
            measure=f"m{number}",
            measure_label=label,
            group_label="Under-represented or over-policed (proposal)",
        )
        for number in range(_INDICATORS)
    )
    (first, *_) = results.targets
    text = f"{first.text}, and then {first.text}"
    targets = tuple(replace(first, text=f"{text} {number}") for number in range(4))
    caution = "Few of the invited people answered, and nobody knows how the others would have."
    return render_board(
        release(replace(results, rows=rows, targets=targets, method=make_method(caution=caution)))
    )


@pytest.mark.parametrize("full", [False, True], ids=["little", "as much as the annual plan has"])
def test_the_board_page_is_one_a4_sheet(tmp_path: Path, *, full: bool) -> None:
    html = _render_full_board() if full else render_board(release(make_results()))

    printed = print_page(html, tmp_path)

    assert printed.pages == 1
    assert printed.size == {_LANDSCAPE}


def test_tables_behind_pictures_are_printed_only_where_they_are_open(tmp_path: Path) -> None:
    html = render_report(release(make_results()))

    closed = print_page(html, tmp_path)
    opened = print_page(html.replace("<details>", "<details open>"), tmp_path)

    assert closed.size == opened.size == {_PORTRAIT}
    assert closed.pages < opened.pages


def test_the_headline_figures_of_each_measure_are_printed_though_closed(tmp_path: Path) -> None:
    html = render_report(release(make_results()))
    kept = html.count('<details class="printed">')

    dropped = html.replace('<details class="printed">', "<details>")
    filled = "<tr><th scope='row'>x</th></tr>" * 60

    def add(page: str, details: str) -> str:
        """Rows to the first table of such details, so many that they take a page."""
        before, found, after = page.partition(details)
        return before + found + after.replace("<tbody>", f"<tbody>{filled}", 1)

    assert kept == 3
    longer = print_page(add(html, '<details class="printed">'), tmp_path).pages
    assert longer > print_page(html, tmp_path).pages
    hidden = print_page(add(dropped, "<details>"), tmp_path).pages
    assert hidden <= print_page(html, tmp_path).pages
