from __future__ import annotations

import csv
import io
import json
from collections import Counter
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pyarrow.parquet as pq
import pyreadstat
import pytest

from analysis.dataset import open_round
from analysis.exports import Form
from analysis.exports.respondents import render_respondents
from analysis.plan import Domain, Grouping, Level, Plan
from analysis.plan_loading import load_plan
from surveys.errors import EstimateError
from surveys.loading import load_catalogue
from surveys.questionnaire import Questionnaire
from tests.support.frozen import write_round
from tests.support.plans import make_grouping, make_measure, make_plan
from tests.support.questionnaires import load_every_kind
from tests.support.sampled import Beside, freeze_sample

FORMS = (Form.CSV, Form.SAV, Form.PARQUET)
PLAIN = Beside()


def load_annual() -> tuple[Questionnaire, Plan]:
    return load_catalogue("annual-perception"), load_plan("tower-hamlets-2025")


@cache
def freeze_annual(beside: Beside = PLAIN) -> Path:
    folder = Path(mkdtemp()) / "spring"
    return freeze_sample(folder, *load_annual(), size=400, beside=beside)


def render(
    form: Form = Form.CSV, *, beside: Beside = PLAIN, plan: Plan | None = None, **options: Any
) -> dict[str, bytes]:
    dataset = open_round(freeze_annual(beside))
    return render_respondents(dataset, plan or load_annual()[1], form, **options)


def read_csv(files: dict[str, bytes]) -> list[dict[str, str]]:
    (content,) = (content for name, content in files.items() if name.endswith(".csv"))
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"))))


def read_codebook(files: dict[str, bytes]) -> dict[str, Any]:
    (content,) = (content for name, content in files.items() if name.endswith("codebook.json"))
    loaded: dict[str, Any] = json.loads(content)
    return loaded


def read_sav(folder: Path, files: dict[str, bytes], **options: Any) -> Any:
    (content,) = (content for name, content in files.items() if name.endswith(".sav"))
    (folder / "data.sav").write_bytes(content)
    return pyreadstat.read_sav(folder / "data.sav", **options)


def list_characteristics(files: dict[str, bytes]) -> list[str]:
    columns = read_codebook(files)["columns"]
    return [one["name"] for one in columns if one["part"] == "characteristic"]


def test_the_data_come_with_a_codebook_and_a_text_to_read_first() -> None:
    assert list(render(Form.SAV)) == [
        "spring-respondents.sav",
        "spring-respondents-codebook.json",
        "spring-respondents-read-me.txt",
    ]


@pytest.mark.parametrize("k", [10, 25])
def test_everybody_is_one_of_k_by_what_the_file_shows(k: int) -> None:
    files = render(k=k)
    names = list_characteristics(files)

    classes = Counter(tuple(row[name] for name in names) for row in read_csv(files))

    assert names
    assert sum(classes.values()) == 400
    assert min(classes.values()) >= k
    assert f"(k = {min(classes.values())}; asked for: {k})" in str(read_codebook(files))


@pytest.mark.parametrize("form", FORMS)
def test_what_stands_beside_answers_cannot_be_told_from_the_file(form: Form) -> None:
    """Wards, weights, strata and marks decide nothing in the file, not even the order of rows."""
    others = (
        Beside(seed=2),
        Beside(seed=3, stratum="tower", weighted=True),
        Beside(seed=4, flags=("speeder", "burst")),
    )

    assert all(render(form, beside=other) == render(form) for other in others)


def test_no_ward_weight_time_or_comment_is_in_a_file() -> None:
    files = render()
    wards = {
        ward.code
        for question in load_annual()[0].questions
        for area in question.areas
        for ward in area.wards
    }

    assert wards
    assert not {value for row in read_csv(files) for value in row.values()} & wards
    names = set(read_csv(files)[0])
    assert not names & {"home_ward", "design_weight", "weight", "stratum", "flags"}
    assert not any(ward in content.decode() for ward in wards for content in files.values())


def test_what_places_people_in_a_grouping_is_shown_by_the_grouping_alone() -> None:
    names = set(read_csv(render())[0])

    assert {"after_dark", "trust_mps", "asb_reported"} <= names
    assert not names & {"ethnic_detail", "home_area", "home", "lives_here", "conditions_reduce"}


def test_only_the_plans_population_is_in_the_file(tmp_path: Path) -> None:
    hurt = ["yes"] * 3 + ["no", "yes"] * 20
    folder = write_round(
        tmp_path / "small",
        {
            "sex": ["male"] * 3 + ["female"] * 20 + ["male"] * 20,
            "after_dark": ["very_unsafe" if one == "yes" else "very_safe" for one in hurt],
            "hurt": hurt,
            "lives_here": ["no"] * 3 + ["yes"] * 40,
        },
        sensitive=["hurt"],
    )
    plan = make_plan(eligible={"lives_here": ("yes",)})

    rows = read_csv(render_respondents(open_round(folder), plan, Form.CSV))

    assert "lives_here" not in rows[0]
    assert Counter((row["sex"], row["hurt"], row["after_dark"]) for row in rows) == {
        (sex, *answers): 10
        for sex in ("female", "male")
        for answers in (("yes", "very_unsafe"), ("no", "very_safe"))
    }


def make_every_kind() -> tuple[Questionnaire, Plan]:
    grouping = Grouping(
        name="area",
        label="Area",
        levels=(
            Level(code="east", label="East", when={"area": ("east",)}),
            Level(code="west", label="West", when={"area": ("west",)}),
        ),
    )
    plan = make_plan(
        questionnaire="every-kind",
        domains=(Domain(name="all", label="All"),),
        groupings=(grouping,),
        measures=(
            make_measure(item="worst", positive=("noise",), domains=("all",), breakdowns=("area",)),
        ),
    )
    return load_every_kind(), plan


@pytest.fixture(scope="module")
def every_kind(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("data") / "kinds"
    questionnaire, plan = make_every_kind()
    return render_respondents(
        open_round(freeze_sample(folder, questionnaire, plan, size=300)), plan, Form.CSV
    )


def test_what_is_asked_because_of_a_characteristic_is_no_answer(
    every_kind: dict[str, bytes],
) -> None:
    """`newcomer` is asked of people of few `years`, which is personal: it gives them away."""
    columns = read_codebook(every_kind)["columns"]
    answers = {one["name"] for one in columns if one["part"] == "answer"}

    assert "newcomer" not in answers
    assert {"worst", "concerns__noise", "order__1", "noisy"} <= answers


def test_numbers_as_given_wards_and_comments_are_left_out(every_kind: dict[str, bytes]) -> None:
    names = set(read_csv(every_kind)[0])

    assert not names & {"years", "home_ward", "comment"}
    assert not any(b"Something that somebody wrote" in content for content in every_kind.values())
    assert b"years" in every_kind["kinds-respondents-read-me.txt"]


def test_a_characteristic_that_the_plan_does_not_divide_by_is_one_all_the_same(
    every_kind: dict[str, bytes],
) -> None:
    read_me = every_kind["kinds-respondents-read-me.txt"].decode()

    assert "How welcome do you feel?" in read_me
    assert "Where do you live? (area)" in read_me


def test_kinds_of_missing_answers_are_told_apart_as_user_missing(tmp_path: Path) -> None:
    files = render(Form.SAV)
    frame, meta = read_sav(tmp_path, files, user_missing=True)
    blank, _ = read_sav(tmp_path, files)

    labels = meta.variable_value_labels["get_on_well"]
    assert labels[1] == "Definitely agree"
    assert (labels[96], labels[97], labels[99]) == ("Not asked", "Don't know", "Asked, no answer")
    assert labels[93] == "Too few people in local area"
    assert labels[92] == "People in this area are all of the same background"
    assert meta.missing_ranges["get_on_well"] == [{"lo": 90, "hi": 99}]
    assert set(frame["get_on_well"].unique()) <= set(labels)
    assert blank["get_on_well"].dropna().max() == 4
    assert blank["get_on_well"].isna().sum() == (frame["get_on_well"] >= 90).sum() > 0


def test_a_variable_has_labels_and_a_level_of_measurement(tmp_path: Path) -> None:
    _, meta = read_sav(tmp_path, render(Form.SAV), user_missing=True)

    assert meta.column_names_to_labels["after_dark"].startswith("How safe")
    assert meta.variable_measure["after_dark"] == "ordinal"
    assert meta.variable_measure["asb_reported"] == "nominal"
    assert meta.file_label == "SYNTHETIC: Respondents, round spring"
    assert "There are no weights" in " ".join(meta.notes)


def test_the_forms_hold_the_same_answers(tmp_path: Path) -> None:
    rows = read_csv(render())
    codebook = read_codebook(render())
    (content,) = (c for n, c in render(Form.PARQUET).items() if n.endswith(".parquet"))
    table = pq.read_table(io.BytesIO(content))
    frame, _ = read_sav(tmp_path, render(Form.SAV), user_missing=True)

    assert table.to_pylist() == rows
    for column in codebook["columns"]:
        spss = {value["code"]: value["spss"] for value in column["values"]}
        numbers = [spss[row[column["name"]]] for row in rows]
        assert frame[column["spss_name"]].tolist() == numbers


def test_numbers_of_a_numbered_scale_are_kept(tmp_path: Path) -> None:
    codes = ["0", "5", "10", ".skipped"] * 10
    kinds = {"trust": {"0": "substantive", "5": "substantive", "10": "substantive"}}
    answers = {"sex": ["female", "male"] * 20, "trust": codes}
    folder = write_round(tmp_path / "small", answers, kinds)

    frame, _ = read_sav(
        tmp_path, render_respondents(open_round(folder), make_plan(), Form.SAV), user_missing=True
    )

    assert Counter(frame["trust"].tolist()) == {0: 10, 5: 10, 10: 10, 99: 10}


@pytest.mark.parametrize("form", FORMS)
def test_made_up_answers_say_so(form: Form) -> None:
    files = render(form)

    assert files["spring-respondents-read-me.txt"].startswith(b"SYNTHETIC: ")
    assert read_codebook(files)["synthetic"] is True
    assert {row["synthetic"] for row in read_csv(render())} == {"yes"}


@pytest.mark.parametrize("form", FORMS)
def test_the_same_round_gives_the_same_bytes(form: Form) -> None:
    assert render(form) == render(form)


def refuse(**options: Any) -> str:
    with pytest.raises(EstimateError) as refused:
        render(**options)
    return str(refused.value)


def test_k_under_10_is_refused_with_the_place_and_the_remedy() -> None:
    assert refuse(k=9) == (
        "round spring: respondents were to be one of 9. Ask for k = 10 or more. [export.low-k]"
    )


def test_a_form_that_holds_no_respondents_is_refused() -> None:
    assert "Choose one of csv, sav, parquet." in refuse(form=Form.XLSX)


def test_a_round_of_fewer_people_than_k_is_refused(tmp_path: Path) -> None:
    folder = write_round(tmp_path / "tiny", {"sex": ["female"] * 9, "after_dark": ["x"] * 9})

    with pytest.raises(EstimateError, match=r"round tiny: 9 respondents can never be 10 alike"):
        render_respondents(open_round(folder), make_plan(), Form.CSV)


def test_more_options_than_numbers_is_refused(tmp_path: Path) -> None:
    codes = [f"o{n}" for n in range(95)]
    folder = write_round(tmp_path / "wide", {"sex": ["female"] * 95, "many": codes})

    with pytest.raises(EstimateError, match=r"column many: its options cannot be numbered"):
        render_respondents(open_round(folder), make_plan(), Form.SAV)


def test_groupings_may_overlap(tmp_path: Path) -> None:
    folder = write_round(tmp_path / "two", {"sex": ["female"] * 12 + ["male"] * 12})
    grouping = make_grouping("sex", {"female": 0.5, "male": 0.5})
    women = replace_name(grouping, "women", ("female",))
    plan = make_plan(groupings=(grouping, women))

    rows = read_csv(render_respondents(open_round(folder), plan, Form.CSV))

    assert Counter((row["sex"], row["women"]) for row in rows) == {
        ("female", "female"): 12,
        ("male", ".no_answer"): 12,
    }


def replace_name(grouping: Grouping, name: str, codes: tuple[str, ...]) -> Grouping:
    levels = tuple(level for level in grouping.levels if level.code in codes)
    return grouping.model_copy(update={"name": name, "levels": levels, "shares": {}})
