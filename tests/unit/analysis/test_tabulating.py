from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.plan import Fit
from analysis.rows import Results, SeriesBreak, SeriesShown
from analysis.shown import Status
from analysis.tables import Symbol, Table, Unit, Value
from analysis.tabulating import list_tables
from tests.support.released import release
from tests.support.results import SAFE, THIS, TRUST, WELL, make_results, make_row

NAMES = [
    "headlines",
    "change",
    "targets",
    "target-readings",
    "breakdown-sex",
    "breakdown-area",
    "distributions",
    "means",
    "who-took-part",
    "published-figures",
    "printed-figures",
    "series",
    "method",
    "provenance",
]


def tabulate(name: str, results: Results | None = None) -> Table:
    tables = {table.name: table for table in list_tables(release(results or make_results()))}
    return tables[name]


def find(table: Table, column: str, **wanted: Value) -> list[Value]:
    """The values of a column in the rows that have these values in others."""
    at = {one.name: index for index, one in enumerate(table.columns)}
    return [
        row[at[column]]
        for row in table.rows
        if all(row[at[name]] == value for name, value in wanted.items())
    ]


def test_tables_come_in_one_order() -> None:
    assert [table.name for table in list_tables(release(make_results()))] == NAMES


def test_tables_without_anything_to_show_are_left_out() -> None:
    results = make_results(
        distributions=(), targets=(), took_part=None, context=(), printed=(), provenance=None
    )

    names = [table.name for table in list_tables(release(results))]

    assert names == [
        *("headlines", "change", "target-readings", "breakdown-sex", "breakdown-area"),
        *("series", "method", "provenance"),
    ]


def test_names_of_columns_and_tabs_serve_machines_and_workbooks() -> None:
    for table in list_tables(release(make_results())):
        names = [column.name for column in table.columns]
        assert len(set(names)) == len(names)
        assert len({column.label for column in table.columns}) == len(names)
        assert len(table.tab) <= 31
        assert table.tab == table.tab.lower()
        assert " " not in table.tab + table.name


@pytest.mark.parametrize("column", ["estimate", "ci_low", "ci_high", "base", "unweighted"])
def test_too_few_answers_and_withheld_figures_are_told_apart(column: str) -> None:
    headlines = tabulate("headlines")

    assert find(headlines, column, measure=TRUST, domain="women") == [Symbol.LOW_RELIABILITY]
    assert find(headlines, column, measure=WELL, domain="women") == [Symbol.CONFIDENTIAL]


def test_nothing_of_a_withheld_figure_stands_in_any_table() -> None:
    hidden = {0.9412, 0.94, 17, 34, 15, 35}

    for table in list_tables(release(make_results())):
        figures = {v for row in table.rows for v in row if isinstance(v, int | float)}
        assert not figures & hidden, table.name


def test_a_caution_and_a_small_effective_base_mark_a_figure_as_of_low_reliability() -> None:
    small = make_row(TRUST, effective_base=97.0)
    enough = make_row(WELL, effective_base=100.0)
    results = make_results(rows=(*make_results().rows[:8], small, enough))

    headlines = tabulate("headlines", results)

    assert find(headlines, "symbols", measure=SAFE, domain="women") == ["[u]"]
    assert find(headlines, "symbols", measure=TRUST) == ["[u]"]
    assert find(headlines, "symbols", measure=WELL) == [None]


def test_a_break_with_this_round_stands_beside_the_headline() -> None:
    broken = SeriesShown("annual", (THIS[0],), (SeriesBreak(SAFE, THIS[0], "another scale"),))

    headlines = tabulate("headlines", make_results(series=broken))

    assert find(headlines, "symbols", measure=SAFE, domain="all") == ["[b]"]
    assert find(headlines, "symbols", measure=SAFE, domain="women") == ["[u][b]"]
    assert find(headlines, "symbols", measure=WELL, domain="all") == [None]


def test_a_break_stands_in_the_series_where_it_happened() -> None:
    series = tabulate("series")

    assert find(series, "symbols", measure=WELL, domain="all") == [None, "[b]", None]
    assert find(series, "comparable", measure=WELL, domain="all") == ["no", "yes", "yes"]
    assert Symbol.BREAK in series.symbols
    assert any("the question was moved" in note for note in series.notes)


def test_change_is_shown_against_the_baseline_and_against_the_round_before() -> None:
    change = tabulate("change")
    of = {"measure": SAFE, "domain": "all"}

    assert find(change, "compared_with", **of) == ["baseline", "previous round"]
    assert find(change, "earlier_share", **of) == [0.54, 0.55]
    assert find(change, "points", **of) == [5, 3]
    assert find(change, "points_low", **of) == [-2, -3]
    assert find(change, "relative", **of) == [0.09, 0.06]
    assert find(change, "clear", **of) == ["no", "no"]


def test_a_figure_by_another_method_is_no_baseline() -> None:
    change = tabulate("change")

    assert find(change, "earlier_share", measure=TRUST, domain="all") == [Symbol.NOT_AVAILABLE] * 2
    assert 0.72 not in {value for row in change.rows for value in row}


def test_context_only_has_no_change() -> None:
    results = make_results(rows=(make_row(SAFE), make_row(TRUST, companion=True)))

    assert find(tabulate("change", results), "measure") == [SAFE, SAFE]


def test_the_scorecard_has_a_line_for_each_target() -> None:
    targets = tabulate("targets")

    assert find(targets, "increase") == [0.10, 0.08, Symbol.NOT_AVAILABLE]
    assert find(targets, "verdict_relative") == ["on track", "too few answers", "no verdict"]
    assert find(targets, "fit") == [str(Fit.PARTIAL), str(Fit.PROXY), str(Fit.EXACT)]
    assert find(targets, "indicative") == ["yes"] * 3


def test_both_readings_of_a_target_have_a_share_to_reach_and_a_line() -> None:
    readings = tabulate("target-readings")

    assert find(readings, "relative_value") == [0.59]
    assert find(readings, "points_value") == [0.64]
    assert find(readings, "line_relative") == [0.57]
    assert find(readings, "line_points") == [0.61]


def test_an_option_withheld_is_withheld_in_its_distribution_alone() -> None:
    table = tabulate("distributions")

    assert find(table, "estimate", name="concerns", option="very_safe") == [Symbol.CONFIDENTIAL]
    assert find(table, "estimate", name="concerns", option="neither") == [0.15]
    assert find(table, "base", name="concerns", option="very_safe") == [605]
    assert set(find(table, "estimate", domain="women")) == {Symbol.LOW_RELIABILITY}
    assert set(find(table, "base", domain="women")) == {Symbol.LOW_RELIABILITY}


def test_a_mean_is_withheld_with_one_of_its_options() -> None:
    whole = make_results().distributions[1]
    hidden = replace(whole.options[0], status=Status.SUPPRESSED)
    results = make_results(distributions=(replace(whole, options=(hidden, *whole.options[1:])),))

    assert find(tabulate("means"), "mean") == [3.2]
    assert find(tabulate("means", results), "mean") == [Symbol.CONFIDENTIAL]
    assert find(tabulate("means", results), "base") == [600]


def test_groups_too_small_to_show_are_withheld_among_those_who_took_part() -> None:
    people = tabulate("who-took-part")

    assert find(people, "people", level="north_west") == [Symbol.CONFIDENTIAL]
    assert find(people, "weighted", level="south_west") == [Symbol.CONFIDENTIAL]
    assert find(people, "population", level="north_west") == [0.2784]
    assert find(people, "raked", level="bangladeshi") == ["no"]
    assert any("missing" in note for note in people.notes)


def test_a_large_base_has_a_decimal_more() -> None:
    large = make_results(rows=(make_row(SAFE, base=1200),))

    def digits(results: Results | None) -> set[int]:
        columns = tabulate("headlines", results).columns
        return {column.digits for column in columns if column.unit is Unit.SHARE}

    assert digits(None) == {0}
    assert digits(large) == {1}


def test_a_share_rounded_to_nobody_is_said_to_be_rounded() -> None:
    rounded = make_results(rows=(make_row(SAFE, estimate=0.9961),))

    assert any("has been rounded" in note for note in tabulate("headlines", rounded).notes)
    assert not any("has been rounded" in note for note in tabulate("headlines").notes)


def test_what_is_made_up_says_so_on_every_table_and_real_figures_do_not() -> None:
    tables = list_tables(release(make_results()))
    real = list_tables(release(make_results(synthetic=False)))

    marked = {table.name for table in tables if table.title.startswith("SYNTHETIC: ")}
    assert marked == set(NAMES) - {"published-figures", "printed-figures"}
    assert not any("SYNTHETIC" in table.title for table in real)


def test_method_and_provenance_say_what_the_figures_are() -> None:
    method = {row[0]: row[1] for row in tabulate("method").rows}
    provenance = {row[0]: row[1] for row in tabulate("provenance").rows}

    assert method["Weighting"] == "raked: sex, area"
    assert method["Nobody in area north_west"] == "its share of the population went to south_west"
    assert "41 protected counts" in str(method["Disclosure audit"])
    assert provenance["Plan, SHA-256"] == "b2" * 32
    assert provenance["Seed"] == "1"
    assert provenance["Synthetic answers"] == "yes"


def test_the_same_results_give_the_same_tables() -> None:
    assert list_tables(release(make_results())) == list_tables(release(make_results()))
