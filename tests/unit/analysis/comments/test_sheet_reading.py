"""A workbook that is broken inside is refused in one line, whatever is broken in it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from analysis.comments.sheet_reading import read_sheet
from analysis.comments.sheet_workbook import render_workbook
from surveys.errors import CommentsRefused
from tests.support.consultation import code_round

Parts = Mapping[str, bytes]
WORKBOOK, STYLES = "xl/workbook.xml", "xl/styles.xml"
COMMENTS = "xl/worksheets/sheet2.xml"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    content = render_workbook(code_round(tmp_path_factory.mktemp("data")))
    with ZipFile(BytesIO(content)) as book:
        return {name: book.read(name) for name in book.namelist()}


def pack(parts: Parts) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as book:
        for name, held in parts.items():
            book.writestr(name, held)
    return content.getvalue()


def halve(parts: Parts) -> bytes:
    return pack({**parts, COMMENTS: parts[COMMENTS][: len(parts[COMMENTS]) // 2]})


def number_a_row(parts: Parts) -> bytes:
    return pack({**parts, COMMENTS: parts[COMMENTS].replace(b'<row r="2"', b'<row r="two"')})


def enlarge_a_style(parts: Parts) -> bytes:
    return pack({**parts, STYLES: re.sub(rb'numFmtId="\d+"', b'numFmtId="x"', parts[STYLES])})


def damage(parts: Parts) -> bytes:
    content = bytearray(pack(parts))
    place = content.index(COMMENTS.encode()) + 200
    content[place : place + 100] = bytes(100)
    return bytes(content)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(halve, id="half a sheet"),
        pytest.param(lambda parts: pack({**parts, WORKBOOK: b"<x"}), id="workbook"),
        pytest.param(lambda parts: pack({**parts, STYLES: b"<x"}), id="styles"),
        pytest.param(number_a_row, id="a row that is no number"),
        pytest.param(enlarge_a_style, id="a style that is no number"),
        pytest.param(damage, id="a damaged block"),
    ],
)
def test_a_workbook_that_is_broken_inside_is_refused(
    parts: Parts, spoil: Callable[[Parts], bytes]
) -> None:
    with pytest.raises(CommentsRefused) as refused:
        read_sheet(spoil(parts), "back.xlsx")
    assert refused.value.code == "comments.no-workbook"
    assert "Save it as .xlsx once more" in refused.value.faults[0].remedy


@pytest.mark.filterwarnings("ignore::UserWarning")  # what the library says of styles it lacks
def test_whatever_bytes_are_damaged_nothing_but_a_refusal_comes_of_it(parts: Parts) -> None:
    whole, draw = pack(parts), random.Random(6)
    refused = 0
    for _ in range(60):
        content = bytearray(whole)
        for _ in range(draw.randint(1, 8)):
            content[draw.randrange(len(content))] = draw.randrange(256)
        try:
            read_sheet(bytes(content), "back.xlsx")
        except CommentsRefused:
            refused += 1
    assert refused > 30


def test_an_undamaged_one_is_read(parts: Parts, tmp_path: Path) -> None:
    assert read_sheet(pack(parts), "back.xlsx")
