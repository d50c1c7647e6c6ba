from __future__ import annotations

import csv
import io
import json
import warnings
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
from tests.support.results import make_results


def make_released(**changes: Any) -> Released:
    return release(make_results(**changes))


def validate(folder: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the validator's own libraries
        import frictionless  # noqa: PLC0415

        return frictionless.validate(str(folder / "datapackage.json"))


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

    assert files["made-up-2027-recorded.csv"] == b"n\n12\n"


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
    assert missing == {"", "[c]", "[u]"}
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
