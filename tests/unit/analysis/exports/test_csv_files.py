from __future__ import annotations

import csv
import io
import json

import pytest

from analysis.exports.csv_files import (
    render_codebook_csv,
    render_codebook_json,
    render_csv,
    render_table,
)
from analysis.exports.dictionary import COLUMNS, tabulate_results
from analysis.results import as_frame
from analysis.tables import Column, Rounded, Symbol, Table, Unit, Value
from tests.support.released import release
from tests.support.results import make_results


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8"))))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        pytest.param("=1+1", "'=1+1", id="formula"),
        pytest.param("+44", "'+44", id="plus"),
        pytest.param("-", "'-", id="minus as text"),
        pytest.param("@cmd", "'@cmd", id="at"),
        pytest.param("\tx", "'\tx", id="tab"),
        pytest.param("women", "women", id="plain text"),
        pytest.param('ঢাকা, and "more"', 'ঢাকা, and "more"', id="quotes and other scripts"),
        pytest.param(-1.5, "-1.5", id="a negative number stays one"),
        pytest.param(0.58, "0.58", id="share"),
        pytest.param(True, "true", id="yes"),
        pytest.param("First.\nSecond.", "First. Second.", id="several notes"),
        pytest.param(None, "", id="nothing to be said"),
        pytest.param(Symbol.CONFIDENTIAL, "[c]", id="symbol"),
    ],
)
def test_cells_are_harmless_to_spreadsheets_and_numbers_stay_numbers(
    value: Value, written: str
) -> None:
    assert read(render_csv(["x"], [(value,)])) == [["x"], [written]]


def test_every_field_of_the_results_is_described() -> None:
    frame = as_frame(release(make_results()))

    assert [column.name for column in COLUMNS] == list(frame.columns)
    assert len({column.label for column in COLUMNS}) == len(COLUMNS)


def test_rows_of_results_are_those_of_the_outside_contract() -> None:
    table = tabulate_results(release(make_results()))
    names = [column.name for column in table.columns]
    first = dict(zip(names, table.rows[0], strict=True))

    assert (first["measure"], first["status"], first["estimate"]) == (
        "safe_after_dark",
        "released",
        0.58,
    )
    assert first["change_clear"] is False
    assert first["previous_ended_on"] == "2026-05-31"
    assert first["target_text"] is None
    assert first["standard_error"] is None


def make_files() -> dict[str, Table]:
    columns = (Column("who", "Who"), Column("share", "Share", Unit.SHARE, "Of people."))
    return {"a.csv": Table("a", "a", "A", columns, (("women", Symbol.NOT_AVAILABLE),), ("N.",))}


def test_the_codebook_describes_every_column_of_every_file() -> None:
    assert read(render_codebook_csv(make_files()))[1:] == [
        ["a.csv", "who", "Who", "string", "", "", ""],
        ["a.csv", "share", "Share", "number", "share, 0 to 1", "Of people.", ""],
    ]


def test_the_codebook_as_json_explains_symbols_and_keeps_notes() -> None:
    content = json.loads(render_codebook_json(make_files(), {"round": "one"}))

    assert content["round"] == "one"
    (file,) = content["files"]
    assert file["symbols"] == {"[x]": "not available, or there is nothing to compare with"}
    assert file["notes"] == ["N."]
    assert file["columns"][1]["unit"] == "share, 0 to 1"


def test_codes_of_the_results_are_explained_in_the_codebook() -> None:
    files = {"results.csv": tabulate_results(release(make_results()))}
    codes = {row[1]: row[6] for row in read(render_codebook_csv(files))}

    assert "too_few = too few answers for a figure" in codes["status"]
    assert "on_track = on track" in codes["target_verdict_points"]
    assert codes["measure"] == ""


def test_a_value_has_all_its_decimals_and_no_more() -> None:
    columns = (Column("s", "S", Unit.SHARE), Column("p", "P", Unit.POINTS))
    rows = ((Rounded(0.39, 1), Rounded(-12.0, 0)), (Rounded(0.5, 0), Rounded(1.1, 1)))

    assert render_table(Table("t", "t", "T", columns, rows)) == b"s,p\n0.390,-12\n0.50,1.1\n"
