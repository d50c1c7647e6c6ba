"""Files that are made of released results, by name."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations

import pytest

from analysis.disclosure import Released
from analysis.origin import say_origin
from bot.outputs import MOST_CHARTS, Form, list_charts, render_charts, render_outputs
from tests.support.released import release
from tests.support.results import make_results, make_row


@pytest.fixture(scope="module")
def released() -> Released:
    return release(make_results())


@pytest.fixture(scope="module")
def charts(released: Released) -> dict[str, bytes]:
    return render_charts(released)


def test_every_chart_is_a_drawing_and_a_picture_with_its_words(
    released: Released, charts: dict[str, bytes]
) -> None:
    names = {name.rpartition(".")[0] for name in charts if name.endswith(".svg")}
    drawn = {name for name in charts if not re.search(r"-others-\d+\.csv$|\.txt$", name)}
    assert {f"{name}.{form}" for name in names for form in ("svg", "png", "csv")} == drawn
    assert all(charts[f"{name}.png"].startswith(b"\x89PNG") for name in names)
    assert all(b"<svg" in charts[f"{name}.svg"][:1000] for name in names)
    words = charts["text-alternatives.txt"].decode()
    assert all(name in words.splitlines() for name in names)
    assert words.splitlines()[-1] == say_origin(released.results)


def test_beside_each_are_its_numbers_and_whether_they_are_made_up() -> None:
    shares = {}
    for synthetic in (False, True):
        files = render_charts(release(make_results(synthetic=synthetic)))
        shares[synthetic] = files["measure-safe-after-dark-all.csv"].decode().splitlines()
    assert shares[True][0].endswith(",synthetic")
    assert all(line.endswith(",true") for line in shares[True][1:])
    assert all(line.endswith(",false") for line in shares[False][1:])


def test_the_same_results_give_the_same_bytes(released: Released, charts: dict[str, bytes]) -> None:
    assert render_charts(released) == charts


def test_a_chart_of_each_headline_measure_is_sent(released: Released) -> None:
    shown = [(one.measure, one.domain) for one in list_charts(released)]
    headlines = {row.measure: None for row in released.results.rows if not row.companion}
    assert [measure for measure, _ in shown] == list(headlines)
    assert {domain for _, domain in shown} == {"all"}


def test_a_companion_and_what_is_beyond_ten_are_in_the_report_alone() -> None:
    rows = tuple(
        replace(make_row(companion=number == 0), measure=f"measure_{number}")
        for number in range(MOST_CHARTS + 3)
    )
    shown = list_charts(release(make_results(rows=rows)))
    assert [one.measure for one in shown] == [f"measure_{n}" for n in range(1, MOST_CHARTS + 1)]


def test_all_forms_together_are_the_files_of_each(
    released: Released, charts: dict[str, bytes]
) -> None:
    together = render_outputs(released, Form.ALL)
    each = {
        form: {
            name.removeprefix(f"{form}/"): content
            for name, content in together.items()
            if name.startswith(f"{form}/")
        }
        for form in (Form.CHARTS, Form.DATAPACKAGE)
    }
    assert each[Form.CHARTS] == charts
    assert each[Form.DATAPACKAGE] == render_outputs(released, Form.DATAPACKAGE)
    plain = {name: content for name, content in together.items() if "/" not in name}
    single = [
        render_outputs(released, form)
        for form in Form
        if form not in {Form.ALL, Form.CHARTS, Form.DATAPACKAGE}
    ]
    assert plain == {name: content for files in single for name, content in files.items()}
    assert not any(set(one) & set(other) for one, other in combinations(single, 2))


@pytest.mark.parametrize("synthetic", [False, True])
def test_made_up_answers_are_marked_in_every_chart(synthetic: bool) -> None:
    shown = list_charts(release(make_results(synthetic=synthetic)))
    assert {"SYNTHETIC" in figure.alt for figure in shown} == {synthetic}
