from __future__ import annotations

import re
import zipfile
from datetime import datetime
from functools import cache
from io import BytesIO

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from analysis.tables import MEANINGS, Column, Symbol, Table, Unit
from analysis.workbook import render_workbook
from tests.support.released import release
from tests.support.results import SAFE, TRUST, make_results, make_row

PLAIN = {"cover"}
HELD = re.compile(r"\[(?:[cuxb]|few)\]")


@cache
def render() -> bytes:
    return render_workbook(release(make_results()))


@cache
def open_workbook(content: bytes | None = None) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content or render()))


def list_sheets() -> list[str]:
    return open_workbook().sheetnames


def read_table(sheet: Worksheet) -> list[tuple[object, ...]]:
    """Headings and rows of the one table of a sheet."""
    (table,) = sheet.tables.values()
    return [tuple(cell.value for cell in row) for row in sheet[table.ref]]


def read_above(sheet: Worksheet) -> list[str]:
    """What stands above the table, line by line."""
    (table,) = sheet.tables.values()
    first = sheet[table.ref][0][0].row
    return [str(sheet.cell(row, 1).value) for row in range(1, first)]


def test_it_has_a_cover_contents_notes_and_one_sheet_for_each_table() -> None:
    assert list_sheets() == [
        *("cover", "contents", "notes", "headlines", "change", "targets", "target-readings"),
        *("breakdown-sex", "breakdown-area", "distributions", "means", "who-took-part"),
        *("published-figures", "printed-figures", "series", "method", "provenance"),
    ]


@pytest.mark.parametrize("name", list_sheets())
def test_a_sheet_can_be_read_from_its_first_cell_on(name: str) -> None:
    sheet = open_workbook()[name]

    assert sheet["A1"].value
    assert not sheet.merged_cells.ranges
    assert sheet.freeze_panes is None
    assert len(name) <= 31
    assert name == name.lower()


@pytest.mark.parametrize("name", [name for name in list_sheets() if name not in PLAIN])
def test_a_sheet_has_one_marked_up_table_without_an_empty_cell(name: str) -> None:
    sheet = open_workbook()[name]
    rows = read_table(sheet)

    assert len(rows) > 1
    assert all(value not in {None, ""} for row in rows for value in row)
    assert sheet.max_row == len(rows) + len(read_above(sheet))
    (table,) = sheet.tables.values()
    assert table.autoFilter is None


@pytest.mark.parametrize("name", [name for name in list_sheets() if name not in PLAIN])
def test_symbols_are_explained_above_the_table_that_uses_them_and_only_there(name: str) -> None:
    sheet = open_workbook()[name]
    legend = " ".join(line for line in read_above(sheet) if line.startswith("Symbols used"))
    used = {
        symbol
        for row in read_table(sheet)[1:]
        for value in row
        if isinstance(value, str) and HELD.sub("", value) == ""
        for symbol in HELD.findall(value)
    }

    assert set(HELD.findall(legend)) == used
    assert all(MEANINGS[Symbol(symbol)] in legend for symbol in used)


@pytest.mark.parametrize("name", [name for name in list_sheets() if name not in PLAIN])
def test_every_note_that_is_referred_to_is_on_the_notes_sheet(name: str) -> None:
    workbook = open_workbook()
    known = {row[0] for row in read_table(workbook["notes"])[1:]}
    sheet = workbook[name]
    texts = [sheet["A1"].value, *(cell for row in read_table(sheet) for cell in row)]
    found = {int(n) for text in texts for n in re.findall(r"\[note (\d+)\]", str(text))}

    assert found <= known
    assert "$$" not in str(texts)


def test_every_note_is_referred_to() -> None:
    workbook = open_workbook()
    known = {row[0] for row in read_table(workbook["notes"])[1:]}
    text = str([[c.value for c in row] for sheet in workbook for row in sheet.iter_rows()])

    assert known == {int(n) for n in re.findall(r"\[note (\d+)\]", text)}


def test_a_note_of_a_row_stands_on_the_notes_sheet_under_its_number() -> None:
    workbook = open_workbook()
    headings, *rows = read_table(workbook["headlines"])
    trust = next(row for row in rows if row[headings.index("Measure code")] == "trust_police")
    number = int(re.findall(r"\[note (\d+)\]", str(trust[headings.index("Notes")]))[0])

    notes = {row[0]: row[1] for row in read_table(workbook["notes"])}
    assert notes[number] == "By a different method 87 %: Public Attitude Survey, March 2016."


def test_several_notes_of_a_row_have_a_number_each() -> None:
    rows = (make_row(SAFE, notes=("First.", "Second.")), make_row(TRUST, notes=("Second.",)))
    workbook = open_workbook(render_workbook(release(make_results(rows=rows))))

    headings, first, second = read_table(workbook["headlines"])
    notes = {row[1]: row[0] for row in read_table(workbook["notes"])}
    at = headings.index("Notes")
    assert first[at] == f"[note {notes['First.']}][note {notes['Second.']}]"
    assert second[at] == f"[note {notes['Second.']}]"


def test_shares_are_numbers_in_per_cent_and_the_heading_says_so() -> None:
    headings, first, *rest = read_table(open_workbook()["headlines"])

    assert first[headings.index("Share (per cent)")] == 58
    assert first[headings.index("Base")] == 610
    shares = {row[headings.index("Share (per cent)")] for row in rest}
    assert shares == {51, 66, 89, "[few]", "[c]"}


def list_shapes(name: str, heading: str, content: bytes) -> list[str]:
    """How the numbers of a column are shown."""
    sheet = open_workbook(content)[name]
    (table,) = sheet.tables.values()
    headings, *rows = sheet[table.ref]
    at = [cell.value for cell in headings].index(heading)
    return [row[at].number_format for row in rows if isinstance(row[at].value, int | float)]


def test_a_number_has_the_decimals_of_its_own_base_and_loses_none() -> None:
    rows = (make_row(SAFE, base=1200, estimate=0.39), make_row(TRUST, estimate=0.41))
    content = render_workbook(release(make_results(rows=rows)))

    assert list_shapes("headlines", "Share (per cent)", content) == ["0.0", "0"]
    assert list_shapes("means", "Mean", render()) == ["0.0"]


def test_a_change_has_a_sign() -> None:
    shapes = list_shapes("change", "Change in points (percentage points)", render())

    assert set(shapes) == {"+0;-0;0"}
    assert set(list_shapes("change", "Earlier share (per cent)", render())) == {"0"}


def test_a_row_of_symbols_says_which_in_its_column_of_symbols() -> None:
    headings, *rows = read_table(open_workbook()["headlines"])
    share, symbols = headings.index("Share (per cent)"), headings.index("Symbols")
    found = {row[share]: row[symbols] for row in rows}

    assert (found["[few]"], found["[c]"], found[58]) == ("[few]", "[c]", "none")


def test_headings_are_printed_on_every_page_of_a_table() -> None:
    sheet = open_workbook()["headlines"]
    (table,) = sheet.tables.values()
    line = sheet[table.ref][0][0].row

    assert sheet.print_title_rows == f"${line}:${line}"


def test_dates_are_written_out() -> None:
    headings, *rows = read_table(open_workbook()["series"])

    assert rows[0][headings.index("Last day of fieldwork")] == "31 May 2025"


def test_cells_of_a_row_begin_at_one_height_on_the_notes_as_on_the_tables() -> None:
    workbook = open_workbook()

    for name in ("notes", "headlines"):
        cells = [cell for row in workbook[name].iter_rows(min_row=6) for cell in row if cell.value]
        assert {cell.alignment.vertical for cell in cells} == {"top"}


def test_references_to_notes_make_no_row_of_the_contents_higher() -> None:
    notes = tuple(f"Note {number}." for number in range(12))
    noted = Table("extra", "extra", "A title" * 9, (Column("what", "What"),), (("x",),), notes)
    file = render_workbook(release(make_results()), (noted,))
    sheet = openpyxl.load_workbook(BytesIO(file))["contents"]

    assert str(sheet.cell(sheet.max_row, 2).value).strip() == noted.title
    assert sheet.row_dimensions[sheet.max_row].height is None


def test_the_contents_lead_to_every_table() -> None:
    sheet = open_workbook()["contents"]
    targets = [row[0].hyperlink.location for row in sheet.iter_rows(min_row=4) if row[0].hyperlink]

    assert targets == [f"'{name}'!A1" for name in list_sheets()[3:]]


def read_cover(content: bytes) -> str:
    return "\n".join(str(row[0].value) for row in open_workbook(content)["cover"].iter_rows())


def test_the_cover_says_what_this_is_of_whom_and_when() -> None:
    cover = read_cover(render())

    assert "A made-up Community Safety Plan" in cover
    assert "People answered from 1 May 2027 to 31 May 2027." in cover
    assert "About 640 answers are counted." in cover
    assert "People who chose to take part." in cover
    assert "People of North west are missing" in cover


def test_the_cover_names_a_contact_only_where_there_is_one() -> None:
    named = render_workbook(release(make_results()), contact=("Write to the partnership.",))

    assert "Contact" not in read_cover(render())
    assert read_cover(named).endswith("Contact\nWrite to the partnership.")


def test_made_up_answers_are_marked_and_real_ones_are_not() -> None:
    real = render_workbook(release(make_results(synthetic=False)))

    assert read_cover(render()).startswith("SYNTHETIC: Made-up perception survey 2027")
    assert open_workbook()["headlines"]["A1"].value.startswith("SYNTHETIC: ")
    assert "SYNTHETIC" not in read_cover(real)


def test_its_properties_are_filled_and_dated_by_the_round() -> None:
    properties = open_workbook().properties

    assert properties.title == "SYNTHETIC: Made-up perception survey 2027"
    assert properties.creator == "A made-up Community Safety Plan"
    assert properties.created == properties.modified == datetime(2027, 5, 31)  # noqa: DTZ001  # no zone in it


def test_the_same_results_give_the_same_bytes() -> None:
    assert render_workbook(release(make_results())) == render()


def test_nothing_withheld_is_anywhere_in_the_file() -> None:
    with zipfile.ZipFile(BytesIO(render())) as file:
        text = " ".join(file.read(name).decode("utf-8") for name in file.namelist())

    assert "0.9412" not in text
    assert "94.12" not in text


@pytest.mark.parametrize(
    "label",
    [
        pytest.param('=HYPERLINK("http://example.org")', id="formula"),
        pytest.param("$$n1$$ and $$nothing$$", id="looks like a note"),
        pytest.param("[link](http://example.org)", id="looks like a link"),
        pytest.param("https://example.org", id="address"),
        pytest.param("12", id="number"),
        pytest.param("এলাকায় নিরাপদ", id="another script"),
        pytest.param("?!", id="signs alone"),
    ],
)
def test_a_label_is_text_whatever_it_looks_like(label: str) -> None:
    results = make_results(rows=(make_row(SAFE, measure_label=label),))

    sheet = open_workbook(render_workbook(release(results)))["headlines"]

    (table,) = sheet.tables.values()
    cell = sheet[table.ref][1][0]
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    assert label.replace("$$", "$ $").replace("](", "] (") in str(cell.value)


def test_tables_of_other_figures_stand_after_those_of_the_results() -> None:
    column = Column("count", "Recorded", Unit.COUNT)
    extra = Table("recorded", "recorded", "Recorded offences", (column,), ((12,),))
    same = Table("recorded-2", "headlines", "The same tab", (column,), ((13,),))

    workbook = open_workbook(render_workbook(release(make_results()), (extra, same)))

    assert workbook.sheetnames[-2:] == ["recorded", "headlines-2"]
    assert read_table(workbook["recorded"]) == [("Recorded",), (12,)]
