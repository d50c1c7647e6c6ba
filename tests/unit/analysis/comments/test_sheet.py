"""The analysts' sheet goes out and comes back; nothing in it is taken for a formula."""

from __future__ import annotations

import csv
import io
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from analysis.comments.cells import CellError, guard, read_codes, read_switch, unguard, write_codes
from analysis.comments.correcting import read_corrections
from analysis.comments.records import Coding, Correction
from analysis.comments.sheet import ANALYST, MACHINE, Heading, list_rows, render_csv
from analysis.comments.sheet_reading import SheetRow, read_sheet
from analysis.comments.sheet_workbook import render_workbook
from surveys.errors import CommentsRefused
from tests.support.consultation import code_round, find_said, load_themes


@pytest.fixture(scope="module")
def coding(tmp_path_factory: pytest.TempPathFactory) -> Coding:
    return code_round(tmp_path_factory.mktemp("data"))


RENDER = {"sheet.xlsx": render_workbook, "sheet.csv": render_csv}


def read_cells(rows: list[SheetRow]) -> list[dict[Heading, str]]:
    return [row.cells for row in rows]


@pytest.mark.parametrize("name", RENDER)
class TestRoundTrip:
    def test_what_was_exported_comes_back_the_same(self, coding: Coding, name: str) -> None:
        rows = read_sheet(RENDER[name](coding), name)
        assert read_cells(rows) == list(list_rows(coding))

    def test_an_untouched_sheet_corrects_nothing(self, coding: Coding, name: str) -> None:
        rows = read_sheet(RENDER[name](coding), name)
        assert read_corrections(coding, rows, name).comments == ()

    def test_the_same_coding_gives_the_same_bytes(self, coding: Coding, name: str) -> None:
        assert RENDER[name](coding) == RENDER[name](coding)

    def test_corrections_are_in_the_next_sheet(self, coding: Coding, name: str) -> None:
        said = find_said(coding, "street lighting")
        given = Correction(
            number=said.number,
            checked=True,
            codes={"cctv": ("ask",)},  # type: ignore[dict-item]  # read as stances
            quote="Better street lighting [...]",
            note="look again",
        )
        corrected = replace(coding, corrections={said.number: given}, version="0123abcd")
        rows = read_sheet(RENDER[name](corrected), name)
        assert read_corrections(corrected, rows, name).comments == (given,)

    def test_a_blind_sheet_says_nothing_of_what_the_machine_read(
        self, coding: Coding, name: str
    ) -> None:
        rows = read_sheet(RENDER[name](coding, blind=True), name)
        assert {row.cells[heading] for row in rows for heading in MACHINE} == {""}
        assert rows[0].cells[Heading.BATCH].endswith(" blind")


class TestWorkbook:
    def test_no_cell_is_a_formula_whatever_it_begins_with(self, coding: Coding) -> None:
        book = load_workbook(io.BytesIO(render_workbook(coding)))
        kinds = {
            cell.data_type
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if cell.value
        }
        assert kinds == {"s"}
        texts = [str(cell.value) for cell in book["Comments"]["D"]]
        assert any(text.startswith("=1+1") for text in texts)

    def test_it_does_not_say_when_it_was_written(self, coding: Coding) -> None:
        content = io.BytesIO(render_workbook(coding))
        assert {one.date_time for one in ZipFile(content).infolist()} == {(1980, 1, 1, 0, 0, 0)}
        properties = load_workbook(content).properties
        assert properties.modified == properties.created == datetime(2026, 11, 30)  # noqa: DTZ001  # files know no zone

    def test_comments_from_right_to_left_are_set_so(self, coding: Coding) -> None:
        sheet = load_workbook(io.BytesIO(render_workbook(coding)))["Comments"]
        orders = {str(cell.value): cell.alignment.readingOrder for cell in sheet["D"]}
        assert orders[find_said(coding, "إنارة").text] == 2
        assert orders[find_said(coding, "street lighting").text] == 1

    def test_it_says_that_it_is_internal_and_synthetic(self, coding: Coding) -> None:
        book = load_workbook(io.BytesIO(render_workbook(coding)))
        line = [cell.value for cell in book["Instructions"][2]]
        assert line[0] == "INTERNAL"
        assert "SYNTHETIC" in str(line[1])
        header = book["Comments"].oddHeader
        assert header is not None
        assert "INTERNAL" in str(header.center.text)

    def test_words_are_offered_where_one_of_a_few_is_wanted(self, coding: Coding) -> None:
        sheet = load_workbook(io.BytesIO(render_workbook(coding)))["Comments"]
        offered = {one.formula1 for one in sheet.data_validations.dataValidation}
        assert '"yes,no"' in offered
        assert '"negative,neutral,positive,mixed,none"' in offered

    def test_the_codebook_is_beside_with_every_code(self, coding: Coding) -> None:
        sheet = load_workbook(io.BytesIO(render_workbook(coding)))["Codebook"]
        assert [cell.value for cell in sheet["A"]][1:] == list(load_themes().codes)


RISKY = [
    "=1+1",
    "+44",
    "-1",
    "@sum",
    "\t=1",
    "  =1",
    "'=1",
    "''@x",
    "＝1",
    "plain",
    "'plain",
    "a=1",
]


class TestGuard:
    @pytest.mark.parametrize("text", RISKY)
    def test_a_guarded_text_comes_back(self, text: str) -> None:
        assert unguard(guard(text)) == text

    @pytest.mark.parametrize("text", RISKY[:9])
    def test_what_could_be_a_formula_begins_with_an_apostrophe(self, text: str) -> None:
        assert guard(text).startswith("'")

    def test_csv_has_every_cell_in_quotation_marks(self, coding: Coding) -> None:
        text = render_csv(coding).decode("utf-8-sig")
        out = io.StringIO()
        csv.writer(out, quoting=csv.QUOTE_ALL).writerows(csv.reader(io.StringIO(text, newline="")))
        assert out.getvalue() == text

    def test_csv_has_no_cell_that_a_spreadsheet_would_compute(self, coding: Coding) -> None:
        text = render_csv(coding).decode("utf-8-sig")
        cells = [cell for line in csv.reader(io.StringIO(text)) for cell in line]
        assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r")]


class TestReading:
    @pytest.mark.parametrize("separator", [";", "\t"])
    def test_csv_of_other_countries_is_read(self, coding: Coding, separator: str) -> None:
        out = io.StringIO()
        lines = csv.reader(io.StringIO(render_csv(coding).decode("utf-8-sig")))
        csv.writer(out, delimiter=separator).writerows(lines)
        rows = read_sheet(out.getvalue().encode(), "back.csv")
        assert read_cells(rows) == list(list_rows(coding))

    def test_columns_of_ones_own_and_another_order_do_no_harm(self, coding: Coding) -> None:
        lines = list(csv.reader(io.StringIO(render_csv(coding).decode("utf-8-sig"))))
        moved = [["mine", *reversed(line)] for line in lines]
        out = io.StringIO()
        csv.writer(out).writerows(moved)
        rows = read_sheet(out.getvalue().encode(), "back.csv")
        assert read_cells(rows) == list(list_rows(coding))

    def test_numbers_and_switches_of_a_spreadsheet_are_text_again(self, coding: Coding) -> None:
        book = load_workbook(io.BytesIO(render_workbook(coding)))
        sheet = book["Comments"]
        sheet["A2"], sheet["J2"] = 1.0, True
        out = io.BytesIO()
        book.save(out)
        row = read_sheet(out.getvalue(), "back.xlsx")[0]
        assert (row.cells[Heading.NUMBER], row.cells[Heading.CHECKED]) == ("1", "yes")

    @pytest.mark.parametrize(
        ("name", "content", "code"),
        [
            ("a.xlsx", b"no workbook", "comments.no-workbook"),
            ("a.xlsx", b"", "comments.no-workbook"),
            ("a.csv", "café".encode("cp1252"), "comments.not-utf8"),
            ("a.csv", b"", "comments.empty-file"),
            ("a.csv", b"number,text\r\n1,a\r\n", "comments.column"),
        ],
        ids=["not a workbook", "empty workbook", "another encoding", "empty", "other columns"],
    )
    def test_a_file_that_is_no_sheet_is_refused(self, name: str, content: bytes, code: str) -> None:
        with pytest.raises(CommentsRefused) as refused:
            read_sheet(content, name)
        assert refused.value.code == code

    def test_every_missing_column_is_told_at_once(self) -> None:
        with pytest.raises(CommentsRefused) as refused:
            read_sheet(b"comment\r\na\r\n", "a.csv")
        assert len(refused.value.faults) == len(Heading) - 1


class TestCells:
    def test_codes_are_written_as_they_are_read(self) -> None:
        codes = read_codes("cctv (ask); Lighting ( ask , problem )", load_themes(), {})
        assert codes is not None
        assert write_codes(codes) == "lighting (problem, ask); cctv (ask)"

    def test_a_code_of_the_machine_keeps_its_stance(self) -> None:
        known = read_codes("cctv (protective)", load_themes(), {}) or {}
        assert read_codes("cctv", load_themes(), known) == known

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("lamps (ask)", "comments.unknown-code"),
            ("lighting (bad)", "comments.unknown-stance"),
            ("lighting", "comments.no-stance"),
            ("lighting (ask), cctv (ask)", "comments.code-form"),
            ("lighting (ask); lighting (ask)", "comments.code-twice"),
            ("no_content; lighting (ask)", "comments.code-alone"),
            ("untranslated (ask)", "comments.stance-alone"),
            ("other", "comments.no-stance"),
        ],
    )
    def test_codes_that_do_not_fit_are_refused(self, text: str, code: str) -> None:
        with pytest.raises(CellError) as refused:
            read_codes(text, load_themes(), {})
        assert refused.value.code == code

    @pytest.mark.parametrize(
        ("text", "said"), [("", False), ("Yes ", True), ("TRUE", True), ("no", False), ("0", False)]
    )
    def test_yes_and_no_are_read_as_spreadsheets_write_them(self, text: str, said: bool) -> None:
        assert read_switch(text) is said

    def test_what_is_neither_is_refused(self) -> None:
        with pytest.raises(CellError, match="neither yes nor no"):
            read_switch("maybe")


def test_the_analysts_columns_come_last() -> None:
    assert tuple(Heading)[-len(ANALYST) :] == ANALYST


@pytest.mark.slow
def test_ten_thousand_rows_go_out_and_come_back_in_twenty_seconds(tmp_path: Path) -> None:
    few = code_round(tmp_path)
    said = few.drafted.comments[3]
    many = tuple(
        said.model_copy(
            update={"number": number, "respondent": number, "text": f"{said.text} {number}"}
        )
        for number in range(1, 10_001)
    )
    coding = Coding(few.drafted.model_copy(update={"comments": many}))
    began = time.process_time()
    rows = read_sheet(render_workbook(coding), "a.xlsx")
    assert read_corrections(coding, rows, "a.xlsx").comments == ()
    assert len(rows) == 10_000
    assert time.process_time() - began < 20
