from __future__ import annotations

import csv
import io
import json
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from analysis.disclosure import Released
from analysis.exports import Form, render_files
from analysis.results import render_json
from analysis.tables import Column, Table, Unit
from analysis.workbook import render_workbook
from tests.support.released import release
from tests.support.results import SAFE, TARGET, TRUST, make_results, make_row


def make_released(**changes: Any) -> Released:
    return release(make_results(**changes))


def validate(folder: Path) -> Any:
    longest = csv.field_size_limit()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the validator's own libraries
        import frictionless  # noqa: PLC0415  # it warns

        try:
            return frictionless.validate(str(folder / "datapackage.json"))
        finally:
            csv.field_size_limit(longest)  # which the validator raises for the whole process


def write(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).write_bytes(content)


@pytest.mark.parametrize("form", Form)
def test_the_same_results_give_the_same_bytes(form: Form) -> None:
    assert render_files(make_released(), form) == render_files(make_released(), form)


@pytest.mark.parametrize("form", Form)
def test_files_are_named_by_the_round_in_lower_case_with_dashes(form: Form) -> None:
    names = set(render_files(make_released(round="Spring_2027"), form)) - {"datapackage.json"}

    assert names
    assert all(name.startswith("spring-2027-") for name in names)
    assert all(name == name.lower() and "_" not in name and " " not in name for name in names)


@pytest.mark.parametrize("form", Form)
def test_nothing_withheld_is_in_a_file(form: Form) -> None:
    for content in render_files(make_released(), form).values():
        assert b"0.9412" not in content


@pytest.mark.parametrize("form", [Form.CSV, Form.JSON, Form.SAV, Form.PARQUET, Form.DATAPACKAGE])
def test_made_up_answers_say_so_in_every_form(form: Form) -> None:
    files = render_files(make_released(), form)
    real = render_files(make_released(synthetic=False), form)

    assert any(b"SYNTHETIC" in c or b'"synthetic": true' in c for c in files.values())
    assert not any(b"SYNTHETIC" in c or b'"synthetic": true' in c for c in real.values())


def test_the_workbook_and_the_json_are_those_of_the_other_commands() -> None:
    released = make_released()

    assert render_files(released, Form.XLSX) == {
        "made-up-2027-results.xlsx": render_workbook(released)
    }
    (content,) = render_files(released, Form.JSON).values()
    assert content.decode() == f"{render_json(released)}\n"


def test_csv_has_the_rows_a_file_for_each_table_and_a_codebook_of_them() -> None:
    files = render_files(make_released(), Form.CSV)
    codebook = json.loads(files["made-up-2027-codebook.json"])

    assert {"made-up-2027-results.csv", "made-up-2027-headlines.csv"} <= set(files)
    tables = {name for name in files if name.endswith(".csv")} - {"made-up-2027-codebook.csv"}
    assert {file["name"] for file in codebook["files"]} == tables
    for file in codebook["files"]:
        heading = next(csv.reader(io.StringIO(files[file["name"]].decode())))
        assert [column["column"] for column in file["columns"]] == heading
    assert codebook["provenance"]["plan_hash"] == "b2" * 32


def test_tables_of_other_figures_are_among_the_csv_files() -> None:
    extra = Table("recorded", "recorded", "R", (Column("n", "N", Unit.COUNT),), ((12,),))

    files = render_files(make_released(), Form.CSV, (extra,))

    assert files["made-up-2027-recorded.csv"] == b"n,synthetic\n12,true\n"


def test_every_csv_of_own_figures_says_whether_they_are_made_up() -> None:
    for made_up in (True, False):
        files = render_files(make_released(synthetic=made_up), Form.CSV)
        told = {
            name: {row.get("synthetic") for row in csv.DictReader(io.StringIO(content.decode()))}
            for name, content in files.items()
            if name.endswith(".csv") and "codebook" not in name
        }
        of_others = {f"made-up-2027-{name}-figures.csv" for name in ("published", "printed")}
        assert of_others < set(told)
        for name, values in told.items():
            assert values == ({None} if name in of_others else {str(made_up).lower()}), name


def test_words_in_place_of_a_number_are_missing_values_and_the_package_holds(
    tmp_path: Path,
) -> None:
    printed = (replace(make_results().printed[0], base=None),)
    first, *others = make_results().targets
    targets = (replace(first, increase=0.0), *others)
    files = render_files(make_released(printed=printed, targets=targets), Form.DATAPACKAGE)
    write(tmp_path, files)

    assert b"not printed" in files["made-up-2027-printed-figures.csv"]
    assert b",any," in files["made-up-2027-targets.csv"]
    assert validate(tmp_path).valid


def test_a_share_to_reach_is_said_to_be_a_share_whatever_the_reading() -> None:
    book = json.loads(render_files(make_released(), Form.CSV)["made-up-2027-codebook.json"])
    columns = {
        (file["name"], one["column"]): one for file in book["files"] for one in file["columns"]
    }

    for file, name in (("results", "target_points_value"), ("target-readings", "points_value")):
        one = columns[f"made-up-2027-{file}.csv", name]
        assert one["label"] == "Share to reach, if the increase is meant in percentage points"
        assert (one["unit"], one["description"]) == ("share, 0 to 1", "A share of people.")


def test_the_fit_of_a_measure_is_told_without_code_names() -> None:
    target = replace(TARGET, fit_reason="trust_police has the other half.")
    rows = (make_row(SAFE, target=target), make_row(TRUST))
    files = render_files(make_released(rows=rows), Form.CSV)

    for name in ("results", "target-readings"):
        content = files[f"made-up-2027-{name}.csv"].decode()
        assert "has the other half" in content
        assert "trust_police has" not in content


def test_the_package_has_the_same_csv_files_and_describes_each() -> None:
    package = render_files(make_released(), Form.DATAPACKAGE)
    descriptor = json.loads(package.pop("datapackage.json"))

    assert package == render_files(make_released(), Form.CSV)
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert descriptor["created"] == "2027-05-31T00:00:00Z"
    assert descriptor["version"] == "2027.5.31+plan.b2b2b2b2b2b2"
    assert descriptor["provenance"]["answers_sha256"] == "c3" * 32
    titles = [source["title"] for source in descriptor["sources"]]
    assert titles[0] == "Population: Office for National Statistics, Census 2021, OGL v.3.0."
    assert {resource["path"] for resource in descriptor["resources"]} == {
        name for name in package if name.endswith(".csv") and "codebook" not in name
    }


def test_the_package_says_what_is_missing_and_what_codes_mean() -> None:
    descriptor = json.loads(render_files(make_released(), Form.DATAPACKAGE)["datapackage.json"])
    resources = {one["name"]: one for one in descriptor["resources"]}
    headlines = {one["name"]: one for one in resources["headlines"]["schema"]["fields"]}
    results = {one["name"]: one for one in resources["results"]["schema"]["fields"]}

    missing = {one["value"] for one in headlines["estimate"]["missingValues"]}
    assert missing == {"", "[c]", "[few]", "[u]"}
    assert headlines["estimate"]["constraints"] == {"minimum": 0, "maximum": 1}
    # beside a value a symbol is a value
    assert [one["value"] for one in headlines["symbols"]["missingValues"]] == [""]
    assert results["status"]["constraints"] == {"enum": ["released", "suppressed", "too_few"]}
    assert results["status"]["categories"][2]["label"] == "too few answers for a figure"
    assert results["base"]["type"] == "integer"
    assert results["target_deadline"]["type"] == "date"


def test_the_package_is_valid(tmp_path: Path) -> None:
    write(tmp_path, render_files(make_released(), Form.DATAPACKAGE))

    report = validate(tmp_path)

    assert report.valid, report.flatten(["type", "fieldName", "note"])


def test_a_package_of_which_a_file_was_changed_is_not_valid(tmp_path: Path) -> None:
    files = render_files(make_released(), Form.DATAPACKAGE)
    name = "made-up-2027-headlines.csv"
    write(tmp_path, files | {name: files[name].replace(b"0.58,", b"5.80,")})

    errors = {error[0] for error in validate(tmp_path).flatten(["type"])}

    assert {"hash-count", "constraint-error"} <= errors


def test_parquet_is_typed_and_describes_itself() -> None:
    (content,) = render_files(make_released(), Form.PARQUET).values()
    table = pq.read_table(io.BytesIO(content))
    about = json.loads(table.schema.metadata[b"canvass"])

    types = {field.name: str(field.type) for field in table.schema}
    assert types["estimate"] == "double"
    assert types["base"] == "int64"
    assert types["previous_ended_on"] == "date32[day]"
    assert types["synthetic"] == "bool"
    described = table.schema.field("ci_low").metadata
    assert described
    assert described[b"label"] == b"Lower limit (95 %)"
    assert about["synthetic"] is True
    assert about["provenance"]["questionnaire_hash"] == "a1" * 32
    assert table["estimate"].to_pylist()[3] is None
    assert table["status"].to_pylist()[3] == "suppressed"
