from __future__ import annotations

from pathlib import Path

import pytest

from analysis.dataset import Dataset, open_round
from analysis.exports.characteristics import Sorted, sort_columns
from analysis.plan import Domain, Plan
from analysis.plan_loading import load_plan
from surveys.loading import load_catalogue
from tests.support.frozen import write_round
from tests.support.plans import make_plan
from tests.support.questionnaires import load_every_kind
from tests.support.sampled import freeze_sample


def list_names(columns: Sorted) -> list[str]:
    return [one.name for one in columns.characteristics]


@pytest.fixture(scope="module")
def annual(tmp_path_factory: pytest.TempPathFactory) -> Sorted:
    plan = load_plan("tower-hamlets-2025")
    folder = tmp_path_factory.mktemp("data") / "spring"
    freeze_sample(folder, load_catalogue("annual-perception"), plan, size=40)
    return sort_columns(open_round(folder), plan)


def test_characteristics_are_groupings_then_personal_questions_then_ways_of_being_asked(
    annual: Sorted,
) -> None:
    names = list_names(annual)

    assert names[:4] == ["sex", "age_band", "ethnic_group", "area"]
    assert {"conditions", "conditions_reduce"} <= set(names)
    assert names[-3:] == ["language", "mode", "sample"]


def test_wards_weights_and_what_decides_who_is_counted_are_left_out(annual: Sorted) -> None:
    left_out = {
        *("home_ward", "design_weight", "stratum", "flags"),
        *("questionnaire_version", "lives_here"),
    }

    assert set(annual.left_out) == left_out
    assert {"age", "home_area", "ethnic_group"} <= set(annual.grouped)
    assert not {*left_out, "age", "home_area"} & {*annual.answers, *list_names(annual)}


def test_answers_are_neither_personal_nor_what_groups_people(annual: Sorted) -> None:
    questionnaire = load_catalogue("annual-perception")
    opinions = {"after_dark", "trust_mps", "asb_reported", "asb_report_quick", "park"}

    assert opinions <= set(annual.answers)
    assert annual.scales <= set(annual.answers)
    assert not set(annual.answers) & {q.name for q in questionnaire.questions if q.personal}
    assert not set(annual.answers) & {*annual.grouped, *annual.left_out}


def test_a_ward_is_left_out_even_where_many_live_in_it(tmp_path: Path) -> None:
    plan = make_plan(questionnaire="every-kind", domains=(Domain(name="all", label="All"),))
    plan = plan.model_copy(update={"groupings": (), "measures": plan.measures})
    folder = freeze_sample(tmp_path / "kinds", load_every_kind(), plan, size=60)

    columns = sort_columns(open_round(folder), plan)

    assert "home_area" in list_names(columns)
    assert "home_ward" not in {*list_names(columns), *columns.answers}
    assert {"home_ward", "years"} <= set(columns.left_out)


def open_small(folder: Path, **options: object) -> Dataset:
    answers = {"sex": ["female"] * 6 + ["male"] * 6, "hurt": ["yes", "no"] * 6}
    return open_round(write_round(folder, answers, **options))  # type: ignore[arg-type]  # by name


@pytest.mark.parametrize(
    ("plan", "options"),
    [
        pytest.param(make_plan(), {"sensitive": ["hurt"]}, id="sensitive"),
        pytest.param(
            make_plan(
                domains=(
                    Domain(name="all", label="All"),
                    Domain(name="women", label="Women", when={"hurt": ("yes",)}),
                )
            ),
            {},
            id="a domain of the plan",
        ),
    ],
)
def test_what_a_round_without_its_questionnaire_says_is_enough(
    tmp_path: Path, plan: Plan, options: dict[str, object]
) -> None:
    columns = sort_columns(open_small(tmp_path / "small", **options), plan)

    assert "hurt" in list_names(columns)
    assert "hurt" not in columns.answers


def test_other_columns_are_answers(tmp_path: Path) -> None:
    columns = sort_columns(open_small(tmp_path / "small"), make_plan())

    assert columns.answers == ("hurt",)
    assert list_names(columns) == ["sex", "language", "mode", "sample"]
