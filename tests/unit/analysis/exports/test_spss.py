from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest

from analysis.exports import Form, render_files
from analysis.exports.spss import MAX_NAME, Variable, cut, make_names, render_sav
from surveys.errors import EstimateError
from tests.support.released import release
from tests.support.results import make_results

DAY = date(2027, 5, 31)


@pytest.mark.parametrize(
    ("names", "made"),
    [
        pytest.param(["sex"], ["sex"], id="as it is"),
        pytest.param(["_sex"], ["v_sex"], id="a letter first"),
        pytest.param(["18_24"], ["v_18_24"], id="a letter before a number"),
        pytest.param(["all", "To"], ["all_v", "To_v"], id="words of the language"),
        pytest.param(["a.", "b_"], ["a", "b"], id="no full stop or underscore at the end"),
        pytest.param(["how safe?"], ["how_safe"], id="signs"),
        pytest.param(
            ["Sex", "sex", "SEX"], ["Sex", "sex_2", "SEX_3"], id="case does not tell apart"
        ),
        pytest.param(["x" * 70, "x" * 71], ["x" * 64, "x" * 62 + "_2"], id="too long"),
        pytest.param(["ঢাকা"], ["v"], id="another script"),
    ],
)
def test_names_are_what_spss_accepts(names: list[str], made: list[str]) -> None:
    found = list(make_names(names).values())

    assert found == made
    assert all(len(name.encode()) <= MAX_NAME for name in found)


@pytest.mark.parametrize(
    ("text", "most", "left"),
    [("short", 10, "short"), ("abcdef", 3, "abc"), ("ঢাকা", 7, "ঢা"), ("ঢাকা", 8, "ঢা")],
)
def test_texts_are_cut_between_letters(text: str, most: int, left: str) -> None:
    assert cut(text, most) == left


def read(content: bytes, folder: Path, **options: Any) -> tuple[pd.DataFrame, Any]:
    path = folder / "data.sav"
    path.write_bytes(content)
    frame, meta = pyreadstat.read_sav(path, **options)
    assert isinstance(frame, pd.DataFrame)
    return frame, meta


def test_a_file_comes_back_as_it_was_written(tmp_path: Path) -> None:
    variables = (
        Variable("sex", "Sex of the respondent", [1, 2, 97], {1: "F", 2: "M", 97: "No"}, (97,),
                 None, "nominal", "F8.0"),
        Variable("age", "Age", [1, None, 95], {}, (), (90, 99), "scale", "F8.2"),
        Variable("text", "A text", ["a", None, "ঢাকা"]),
    )  # fmt: skip
    content = render_sav(variables, file_label="L" * 70, note=["word " * 40], day=DAY)

    frame, meta = read(content, tmp_path, user_missing=True)

    assert frame["sex"].tolist() == [1, 2, 97]
    assert frame["text"].tolist() == ["a", "", "ঢাকা"]
    assert frame["age"].isna().tolist() == [False, True, False]
    assert meta.column_names_to_labels["sex"] == "Sex of the respondent"
    assert meta.variable_value_labels["sex"] == {1: "F", 2: "M", 97: "No"}
    assert meta.missing_ranges["age"] == [{"lo": 90, "hi": 99}]
    assert meta.variable_measure == {"sex": "nominal", "age": "scale", "text": "nominal"}
    assert meta.original_variable_types["age"] == "F8.2"
    assert meta.file_label == "L" * 64
    assert max(map(len, meta.notes)) <= 80
    assert meta.creation_time == datetime(2027, 5, 31)  # noqa: DTZ001  # files know no zone


def test_long_labels_are_cut_and_the_file_can_still_be_read(tmp_path: Path) -> None:
    label = "ঢ" * 400
    variable = Variable("sex", label, [1], {1: label}, (), None, "nominal", "F8.0")

    _, meta = read(render_sav([variable], file_label="", note=[], day=DAY), tmp_path)

    assert meta.column_names_to_labels["sex"] == "ঢ" * 85
    assert meta.variable_value_labels["sex"] == {1: "ঢ" * 40}


def read_results(folder: Path, **options: Any) -> tuple[pd.DataFrame, Any]:
    (content,) = render_files(release(make_results()), Form.SAV).values()
    return read(content, folder, **options)


def test_withheld_too_few_and_not_applicable_are_different_user_missing_values(
    tmp_path: Path,
) -> None:
    frame, meta = read_results(tmp_path, user_missing=True)

    assert frame["status"].tolist()[:5] == [1, 1, 1, 2, 3]
    assert frame["estimate"].tolist()[:5] == [0.58, 0.51, 0.66, -997, -998]
    assert frame["change_points"].tolist()[:5] == [4, -999, -999, -997, -998]
    # a row without a target has not withheld it
    assert frame["target_fit"].tolist()[3:5] == [-999, -999]
    assert frame["standard_error"].tolist() == [-999] * len(frame)
    assert meta.variable_value_labels["estimate"][-998] == "Too few answers for a figure"


def test_what_is_missing_is_missing_to_spss(tmp_path: Path) -> None:
    frame, _ = read_results(tmp_path)

    assert frame["estimate"].isna().tolist()[:5] == [False, False, False, True, True]
    assert frame["estimate"].min() > 0
    assert frame["change_points"].min() >= -100


def test_no_variable_has_more_than_three_user_missing_values(tmp_path: Path) -> None:
    _, meta = read_results(tmp_path, user_missing=True)

    assert meta.missing_ranges
    assert all(len(values) <= 3 for values in meta.missing_ranges.values())


def test_codes_have_labels_and_numbers_a_scale(tmp_path: Path) -> None:
    frame, meta = read_results(tmp_path, user_missing=True)

    assert meta.variable_value_labels["status"][2] == "withheld, to protect people who answered"
    assert meta.variable_measure["estimate"] == "scale"
    assert meta.variable_measure["status"] == "nominal"
    assert frame["target_verdict_relative"].tolist()[7] == 2
    assert meta.variable_value_labels["target_verdict_relative"][2] == "on track"
    assert frame["change_clear"].tolist()[0] == 0
    assert meta.column_names_to_labels["ci_low"] == "Lower limit (95 %)"


def test_the_note_says_what_the_figures_are(tmp_path: Path) -> None:
    _, meta = read_results(tmp_path)
    note = " ".join(meta.notes)

    assert note.startswith("SYNTHETIC: these answers are made up.")
    assert "People who chose to take part." in note
    assert "a1" * 32 in note
    assert meta.file_label == "SYNTHETIC: Results, round made-up-2027"


@pytest.mark.parametrize("form", [Form.SAV, Form.XLSX])
def test_a_file_that_nothing_dates_is_refused(form: Form) -> None:
    with pytest.raises(EstimateError, match=r"round made-up-2027: .*Estimate them from the frozen"):
        render_files(release(make_results(provenance=None)), form)
