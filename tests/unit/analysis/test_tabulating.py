from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.plan import Fit
from analysis.rows import Baseline, Results, SeriesBreak, SeriesShown
from analysis.shown import Status
from analysis.tables import Symbol, Table, Value
from analysis.tabulating import list_tables
from analysis.tabulating.people import tabulate_took_part
from tests.support.released import release
from tests.support.results import (
    CHANGE,
    PREVIOUS,
    SAFE,
    TARGET,
    THIS,
    TRUST,
    WELL,
    make_history,
    make_results,
    make_row,
)

BASELINE = Baseline(0.5377, "round made-up-2025", True, 587, round="made-up-2025")
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


def list_digits(table: Table, column: str) -> list[int]:
    """The decimals of each value of a column."""
    at = next(one for one in table.columns if one.name == column)
    values = find(table, column)
    return [at.count_digits(value) for value in values if isinstance(value, float)]


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

    assert find(headlines, column, measure=TRUST, domain="women") == [Symbol.TOO_FEW]
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


def test_a_break_in_what_has_no_headline_stands_in_the_method_alone() -> None:
    breaks = (SeriesBreak("no_longer_asked", THIS[0], "left out"), SeriesBreak(WELL, THIS[0], "x"))
    results = make_results(series=SeriesShown("annual", (THIS[0],), breaks))

    notes, methods = tabulate("series", results).notes, tabulate("method", results)

    assert sum(note.startswith("Break in the series of") for note in notes) == 1
    assert not any("no_longer_asked" in note for note in notes)
    assert find(methods, "how", what="Break in the series: no_longer_asked")


def test_a_break_is_told_once_where_only_a_later_group_has_a_series() -> None:
    history = make_history(None, 0.51, broken=1)
    rows = (make_row(WELL), make_row(WELL, "women", history=history))
    series = SeriesShown("annual", (THIS[0],), (SeriesBreak(WELL, THIS[0], "another scale"),))

    notes = tabulate("series", make_results(rows=rows, series=series)).notes

    assert sum("another scale" in note for note in notes) == 1


def test_change_is_shown_against_the_baseline_and_against_the_round_before() -> None:
    change = tabulate("change")
    of = {"measure": SAFE, "domain": "all"}

    assert find(change, "compared_with", **of) == ["baseline", "previous round"]
    assert find(change, "earlier_share", **of) == [0.54, 0.55]
    assert find(change, "points", **of) == [4, 3]
    assert find(change, "points_low", **of) == [-2, -3]
    assert find(change, "relative", **of) == [0.07, 0.05]
    assert find(change, "clear", **of) == ["no", "no"]


def test_a_baseline_that_is_the_previous_round_has_one_line_that_says_so() -> None:
    past = {"baseline": BASELINE, "change": CHANGE, "previous": PREVIOUS}
    same = make_row(SAFE, **past | {"baseline": replace(BASELINE, round=PREVIOUS.round)})
    results = make_results(rows=(same, make_row(TRUST), make_row(WELL, **past)))

    change = tabulate("change", results)

    assert find(change, "compared_with", measure=SAFE) == ["baseline and previous round"]
    assert len(find(change, "points", measure=SAFE)) == 1
    assert find(change, "compared_with", measure=TRUST) == ["baseline and previous round"]
    assert find(change, "compared_with", measure=WELL) == ["baseline", "previous round"]


def test_a_figure_by_another_method_is_no_baseline() -> None:
    change = tabulate("change")

    assert find(change, "earlier_share", measure=TRUST, domain="all") == [Symbol.NOT_AVAILABLE]
    assert 0.72 not in {value for row in change.rows for value in row}


def test_context_only_has_no_change() -> None:
    rows = (make_row(SAFE, baseline=BASELINE), make_row(TRUST, companion=True))

    assert set(find(tabulate("change", make_results(rows=rows)), "measure")) == {SAFE}


def test_where_nothing_is_followed_no_change_and_no_series_are_shown() -> None:
    names = {table.name for table in list_tables(release(make_results(rows=(make_row(SAFE),))))}

    assert not names & {"change", "series"}


def test_the_scorecard_has_a_line_for_each_target() -> None:
    targets = tabulate("targets")

    assert find(targets, "increase") == [0.10, 0.08, Symbol.NOT_AVAILABLE]
    assert find(targets, "verdict_relative") == ["on track", "too few answers", "no verdict"]
    assert find(targets, "fit") == [str(Fit.PARTIAL), str(Fit.PROXY), str(Fit.EXACT)]
    assert find(targets, "indicative") == ["yes", "no verdict", "no verdict"]


def test_an_increase_without_a_number_is_any_increase() -> None:
    first, *others = make_results().targets
    results = make_results(targets=(replace(first, increase=0.0), *others))

    assert find(tabulate("targets", results), "increase")[:2] == ["any", 0.08]


def test_both_readings_of_a_target_have_a_share_to_reach_and_a_line() -> None:
    readings = tabulate("target-readings")

    assert find(readings, "relative_value") == [0.59]
    assert find(readings, "points_value") == [0.64]
    assert find(readings, "line_relative") == [0.58]
    assert find(readings, "line_points") == [0.61]


def test_an_option_withheld_is_withheld_in_its_distribution_alone() -> None:
    table = tabulate("distributions")

    assert find(table, "estimate", name="concerns", option="very_safe") == [Symbol.CONFIDENTIAL]
    assert find(table, "estimate", name="concerns", option="neither") == [0.15]
    assert find(table, "all_asked", name="concerns", option="very_safe") == [Symbol.CONFIDENTIAL]
    assert find(table, "all_asked", name="concerns", option="neither") == [0.14]
    assert find(table, "base", name="concerns", option="very_safe") == [605]
    assert set(find(table, "estimate", domain="women")) == {Symbol.TOO_FEW}
    assert set(find(table, "base", domain="women")) == {Symbol.TOO_FEW}


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
    assert find(people, "raked", level="north_east") == ["yes"]
    assert find(people, "raked", level="north_west") == ["together with others"]
    assert find(people, "raked", level="south_west") == ["together with others"]
    assert any("missing" in note for note in people.notes)


@pytest.mark.parametrize(
    ("design_effect", "or_more"),
    [
        pytest.param(1.3, False, id="to the nearest 5"),
        pytest.param(None, True, id="a power of ten"),
    ],
)
def test_an_effective_base_is_or_more_only_where_it_was_rounded_down(
    *, design_effect: float | None, or_more: bool
) -> None:
    shown = make_results()
    rows = tuple(replace(row, design_effect=design_effect) for row in shown.rows)
    people = tabulate_took_part(replace(shown, rows=rows))
    assert people is not None
    said = next(note for note in people.notes if note.startswith("Effective base of all"))
    assert said.endswith("or more.") is or_more


def test_each_value_has_the_decimals_of_its_own_base() -> None:
    rows = (make_row(SAFE, base=1200), make_row(TRUST, base=612))

    headlines = tabulate("headlines", make_results(rows=rows))

    assert list_digits(headlines, "estimate") == [1, 0]
    assert list_digits(headlines, "ci_low") == [1, 0]
    assert list_digits(headlines, "all_asked") == [1, 0]


def test_a_change_is_no_finer_than_the_coarser_of_its_rounds() -> None:
    past = {"baseline": BASELINE, "change": CHANGE, "previous": replace(PREVIOUS, base=1100)}
    results = make_results(rows=(make_row(SAFE, base=1200, **past),))

    change = tabulate("change", results)

    assert list_digits(change, "estimate") == [1, 1]
    assert list_digits(change, "earlier_share") == [0, 1]
    assert list_digits(change, "points") == [0, 1]
    assert list_digits(change, "relative_high") == [0, 0]  # told in whole per cents


def test_figures_of_others_have_the_decimals_of_their_own_survey() -> None:
    first = make_results().context[0]
    context = (replace(first, value=0.45, survey="A"), replace(first, value=0.451, survey="B"))

    published = tabulate("published-figures", make_results(context=context))

    assert list_digits(published, "value") == [0, 1]


def test_a_base_that_nobody_told_is_said_not_to_be_told() -> None:
    context = (replace(make_results().context[0], base=None),)
    printed = (replace(make_results().printed[0], base=None),)
    results = make_results(context=context, printed=printed)

    assert find(tabulate("published-figures", results), "base") == ["not published"]
    assert find(tabulate("printed-figures", results), "base") == ["not printed"]


def test_a_breakdown_without_any_figure_has_no_table_and_that_is_said() -> None:
    rows = tuple(
        replace(row, status=Status.TOO_FEW) if row.breakdown == "sex" else row
        for row in make_results().rows
    )
    results = make_results(rows=rows)

    assert "breakdown-sex" not in {table.name for table in list_tables(release(results))}
    said = "Left out, for no figure in it can be shown: Measures by sex."
    assert said in tabulate("headlines", results).notes
    assert said not in tabulate("headlines").notes


def test_measures_and_groups_are_called_by_their_labels_and_not_by_their_codes() -> None:
    target = replace(TARGET, fit_reason="trust_police has the other half.")
    rows = tuple(replace(row, target=target) if row.target else row for row in make_results().rows)
    results = make_results(rows=rows)

    (reason,) = find(tabulate("target-readings", results), "fit_reason")

    assert str(reason).startswith("“Agree that the Metropolitan Police Service")
    method = {str(row[0]) for row in tabulate("method").rows}
    assert not any("_" in what for what in method)


def test_nothing_is_said_of_weights_that_were_hardly_cut() -> None:
    shown = make_results().took_part
    assert shown
    uncut = make_results(took_part=replace(shown, trimmed=0.0, margin_error=0.0))

    for table in (tabulate("who-took-part", uncut), tabulate("method", uncut)):
        assert not any("rimm" in str(text) for row in (table.notes, *table.rows) for text in row)


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
    assert method["Too few answers from North west (Area)"] == "weighted together with South west"
    assert "within 5 people" in str(method["Disclosure audit"])
    assert provenance["Plan, SHA-256"] == "b2" * 32
    assert provenance["Seed"] == "1"
    assert provenance["Synthetic answers"] == "yes"


def test_the_same_results_give_the_same_tables() -> None:
    assert list_tables(release(make_results())) == list_tables(release(make_results()))
