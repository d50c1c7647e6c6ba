"""Only what clearly differs is a figure of a group; everything else is never published."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.clearing import keep_clear
from analysis.dataset import open_round
from analysis.disclosure import Released, release
from analysis.equality import Equality, GroupHeard, Said
from analysis.ledger import Ledger
from analysis.measures import estimate_measures
from analysis.plan import Plan
from analysis.public_equality import release_equality
from analysis.recording import list_entries, record_release
from analysis.results import render_json
from analysis.rounds import estimate_round
from analysis.rows import Results
from analysis.shown import Status
from analysis.tabulating import list_tables
from tests.support.consulted import freeze_consultation, load_consultation_plan
from tests.support.released import release as release_unaudited

CLEAR = {
    ("robbery", "age_band", "16_24"),
    ("street_harassment", "sex", "female"),
    ("street_harassment", "sex", "male"),
}
"""What the made-up people differ in."""


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_consultation_plan()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return freeze_consultation(tmp_path_factory.mktemp("data") / "autumn")


@pytest.fixture(scope="module")
def results(folder: Path, plan: Plan) -> Results:
    return estimate_measures(folder, plan, ledger=Ledger(folder.parent / "_releases"))


@pytest.fixture(scope="module")
def released(results: Results) -> Released:
    return release(results)


def get_equality(outcome: Released | Results) -> Equality:
    results = outcome.results if isinstance(outcome, Released) else outcome
    assert results.equality is not None
    return results.equality


def find_group(outcome: Released | Results, grouping: str, code: str) -> GroupHeard:
    heard = next(one for one in get_equality(outcome).groupings if one.name == grouping)
    return next(one for one in heard.levels if one.code == code)


def test_rows_of_groups_are_those_that_clearly_differ(released: Released) -> None:
    rows = [one for one in released.results.rows if one.breakdown]
    assert {(one.measure, one.breakdown, one.category) for one in rows} == CLEAR
    assert {one.domain for one in rows} == {"residents"}


def test_what_is_not_clear_is_in_no_output_and_in_no_entry_of_the_ledger(
    released: Released, plan: Plan
) -> None:
    rows = json.loads(render_json(released))["results"]
    assert len([one for one in rows if one["breakdown"]]) == len(CLEAR)
    [entry] = list_entries(released, plan, "report")
    said = {(one.measure, one.breakdown, one.category) for one in entry.figures if one.breakdown}
    assert said == CLEAR


def test_each_group_is_told_with_how_many_took_part_and_what_differs(released: Released) -> None:
    women = find_group(released, "sex", "female")
    assert women.said is Said.DIFFERS
    assert women.people is not None
    assert women.people % 5 == 0
    [difference] = women.differences
    row = next(one for one in released.results.rows if one.category == "female")
    assert (difference.measure, difference.higher) == ("street_harassment", True)
    assert difference.share == row.estimate
    assert find_group(released, "religion", "none").said is Said.NOTHING_CLEAR
    assert find_group(released, "religion", "sikh").said is Said.TOO_FEW
    assert find_group(released, "religion", "sikh").people is None


def test_the_other_of_two_groups_differs_the_other_way(released: Released) -> None:
    [women], [men] = (find_group(released, "sex", one).differences for one in ("female", "male"))
    assert (women.measure, women.higher) == (men.measure, not men.higher)


def test_two_groups_are_one_comparison(results: Results, plan: Plan) -> None:
    heard = get_equality(results)
    possible = sum(
        1 if len(grouping.levels) == 2 else len(grouping.levels) for grouping in heard.groupings
    )
    assert heard.comparisons <= possible * len(plan.measures)
    both = [find_group(results, "sex", one) for one in ("female", "male")]
    assert both[0].compared == both[1].compared == len(plan.measures)


def test_p_values_and_exact_numbers_stay_inside(results: Results, released: Released) -> None:
    before = find_group(results, "sex", "female")
    after = find_group(released, "sex", "female")
    assert before.differences[0].p_value is not None
    assert after.differences[0].p_value is None
    assert before.differences[0].share != after.differences[0].share
    assert '"p_value": null' in render_json(released)
    # how many comparisons there were answers for would tell bases
    assert {one.compared for each in get_equality(released).groupings for one in each.levels} <= {
        0,
        1,
    }


def test_numbers_of_people_pass_the_gate(results: Results, released: Released) -> None:
    exact = {
        (grouping.name, one.code): one.people
        for grouping in get_equality(results).groupings
        for one in grouping.levels
    }
    for grouping in get_equality(released).groupings:
        for one in grouping.levels:
            if one.people is None:
                assert one.hidden
            else:
                assert one.people == pytest.approx(exact[grouping.name, one.code] or 0, abs=2)
                assert (exact[grouping.name, one.code] or 0) >= 10


def test_groups_beside_the_census_show_the_same_people_there(released: Released) -> None:
    took_part = released.results.took_part
    assert took_part is not None
    for grouping in took_part.groupings:
        for level in grouping.levels:
            if grouping.name in load_consultation_plan().equality:
                assert find_group(released, grouping.name, level.code).people == level.people


def test_groups_without_a_census_count_are_in_the_audit_and_in_the_ledger(
    released: Released, plan: Plan
) -> None:
    [entry] = list_entries(released, plan, "report")
    told = {one.name for one in entry.headcounts if one.about == "level"}
    assert {"religion", "disability", "orientation", "sex"} <= told


def test_groups_are_hidden_as_if_shares_beside_told_each_number_exactly(
    folder: Path, plan: Plan
) -> None:
    # rounded, 7 numbers shown would leave the 5 open far enough; exactly, all others give it away
    counts = (140, 90, 60, 50, 40, 30, 20, 5)
    estimated = estimate_round(open_round(folder), plan)
    first, *others = estimated.weighed
    inside = np.flatnonzero(first.cells.members[plan.population, ""])[: len(counts)]
    people, levels = np.zeros_like(first.cells.people), first.cells.levels["religion"].copy()
    people[inside], levels[inside] = counts, range(len(counts))
    cells = replace(first.cells, people=people, levels={**first.cells.levels, "religion": levels})
    weighed = (replace(first, cells=cells), *others)
    made_up = keep_clear(plan, replace(estimated, weighed=weighed, took_part=None)).equality
    assert made_up is not None
    heard = next(one for one in made_up.groupings if one.name == "religion")
    assert tuple(one.people for one in heard.levels) == counts
    assert [one.hidden for one in heard.levels] == [*[""] * 6, "protects", "few"]


def test_a_difference_whose_row_is_withheld_is_not_told(results: Results) -> None:
    rows = [
        replace(one, status=Status.SUPPRESSED) if one.category == "female" else one
        for one in results.rows
    ]
    public = release_equality(get_equality(results), rows, 600)
    women = next(one for one in public.groupings[0].levels if one.code == "female")
    assert women.said is Said.WITHHELD
    assert women.differences == ()


@pytest.mark.parametrize(
    ("people", "hidden", "said", "told"),
    [
        pytest.param(148, "protects", Said.NOTHING_CLEAR, Said.UNTOLD, id="protects"),
        pytest.param(148, "protects", Said.DIFFERS, Said.UNTOLD, id="protects-and-differs"),
        pytest.param(12, "protects", Said.TOO_FEW, Said.UNTOLD, id="protects-whatever-its-size"),
        pytest.param(9, "few", Said.TOO_FEW, Said.TOO_FEW, id="few"),
        pytest.param(30, "", Said.NOTHING_CLEAR, Said.TOO_FEW, id="28-or-more"),
        pytest.param(32, "", Said.DIFFERS, Said.TOO_FEW, id="28-or-more-and-differs"),
        pytest.param(33, "", Said.NOTHING_CLEAR, Said.NOTHING_CLEAR, id="33-or-more"),
        pytest.param(33, "", Said.DIFFERS, Said.WITHHELD, id="33-or-more-and-differs"),
    ],
)
def test_that_there_were_enough_to_compare_is_said_only_where_the_people_shown_say_so(
    results: Results, people: int, hidden: str, said: Said, told: Said
) -> None:
    heard = get_equality(results)
    grouping = heard.groupings[0]
    group = replace(
        grouping.levels[0], people=people, hidden=hidden, said=said, compared=3, differences=()
    )
    asked = replace(heard, groupings=(replace(grouping, levels=(group,)),))
    [public] = release_equality(asked, (), 600).groupings[0].levels
    assert public.said is told
    assert public.compared == (told not in {Said.TOO_FEW, Said.UNTOLD})


def test_results_that_were_not_audited_are_not_released(results: Results) -> None:
    with pytest.raises(Exception, match=r"release\.not-audited|audit has not run"):
        release(replace(results, audit=None))


def test_measured_again_beside_what_was_published_it_is_the_same(
    folder: Path, plan: Plan, tmp_path: Path
) -> None:
    ledger = Ledger(tmp_path / "ledger")
    first = release(estimate_measures(folder, plan, ledger=ledger))
    record_release(ledger, first, plan, "report")
    again = release(estimate_measures(folder, plan, ledger=ledger))
    assert render_json(again) == render_json(first)
    assert again.audit.releases == 0


def test_where_nothing_differs_no_figure_of_a_group_is_there(plan: Plan, tmp_path: Path) -> None:
    folder = freeze_consultation(tmp_path / "calm", 300, seed=5, differ=False)
    results = estimate_measures(folder, plan)
    assert [one for one in results.rows if one.breakdown] == []
    said = {one.said for each in get_equality(results).groupings for one in each.levels}
    assert said == {Said.NOTHING_CLEAR, Said.TOO_FEW}


def test_the_table_has_a_line_for_every_group_and_words_for_each(released: Released) -> None:
    table = next(one for one in list_tables(released) if one.name == "equality")
    assert table.title.startswith("SYNTHETIC")
    lines = {(row[0], row[1]): row for row in table.rows}
    assert len(lines) == sum(len(one.levels) for one in get_equality(released).groupings)
    assert lines["Sex", "Female"][3:6] == (
        "differs clearly",
        "Street harassment: a big problem (4 or 5)",
        "higher",
    )
    assert lines["Religion", "Sikh"][2:4] == ("[c]", "too few to compare")


def test_a_plan_that_compares_no_groups_is_left_alone(folder: Path, plan: Plan) -> None:
    plain = plan.model_copy(update={"equality": ()})
    results = estimate_measures(folder, plain)
    assert results.equality is None
    assert len([one for one in results.rows if one.breakdown]) == 20 * 29
    assert "equality" not in json.loads(render_json(release_unaudited(results)))


def test_keeping_what_is_clear_twice_changes_nothing(folder: Path, plan: Plan) -> None:
    estimated = estimate_round(open_round(folder), plan)
    once = keep_clear(plan, estimated)
    assert once.figures.keys() == estimated.figures.keys()
    assert keep_clear(plan.model_copy(update={"equality": ()}), once) is once
