"""Pages: cells in words, links, escaping, and colours that can be read."""

from __future__ import annotations

import re

import pytest

from analysis.pages import TEMPLATES, embed_picture, explain_symbols, link_sources, say_cell
from analysis.tables import SYMBOLS, Column, Rounded, Symbol, Table, Unit, Value
from tests.support.pages import Page, find_contrast

_TEXT_ON = (
    *(("--ink", "--paper"), ("--ink", "--tint"), ("--ink", "--mark-paper")),
    *(("--soft", "--paper"), ("--link", "--paper"), ("--link", "--tint")),
    *(("--mark", "--mark-paper"), ("--focus", "--focus-paper")),
)
_EDGES_ON = (("--rule", "--paper"), ("--mark", "--mark-paper"), ("--focus", "--paper"))


@pytest.mark.parametrize(
    ("value", "column", "said"),
    [
        pytest.param(0.584, Column("x", "X", Unit.SHARE), "58 %", id="share"),
        pytest.param(0.584, Column("x", "X", Unit.SHARE, digits=1), "58.4 %", id="tenths"),
        pytest.param(0.0, Column("x", "X", Unit.SHARE), "under 1 %", id="never nobody"),
        pytest.param(-2.9, Column("x", "X", Unit.POINTS), "−3", id="points"),
        pytest.param(0.2, Column("x", "X", Unit.POINTS), "0", id="no sign without points"),
        pytest.param(1125, Column("x", "X", Unit.COUNT), "1,125", id="count"),
        pytest.param(1.34, Column("x", "X", Unit.NUMBER, digits=1), "1.3", id="number"),
        pytest.param("2028-03-31", Column("x", "X", Unit.DATE), "31 March 2028", id="date"),
        pytest.param("1-2-3", Column("x", "X"), "1-2-3", id="text"),
        pytest.param(True, Column("x", "X"), "yes", id="yes"),
        pytest.param(None, Column("x", "X"), "", id="nothing"),
        pytest.param(Symbol.CONFIDENTIAL, Column("x", "X"), "withheld", id="withheld"),
        pytest.param(Symbol.TOO_FEW, Column("x", "X"), "too few", id="too few"),
        pytest.param(
            Rounded(0.584, 0), Column("x", "X", Unit.SHARE, digits=1), "58 %", id="by its base"
        ),
        pytest.param(
            -0.028, Column("x", "X", Unit.SHARE, digits=1, signed=True), "−2.8 %", id="change"
        ),
        pytest.param(
            Rounded(0.419, 1), Column("x", "X", Unit.SHARE, signed=True), "+41.9 %", id="growth"
        ),
        pytest.param("[u][b]", Column(SYMBOLS, "S"), "low reliability, break in series", id="by"),
    ],
)
def test_a_cell_is_said_in_words(value: Value, column: Column, said: str) -> None:
    assert say_cell(value, column) == said


def test_words_in_place_of_values_are_explained_where_a_table_uses_them() -> None:
    columns = (Column("a", "A"), Column("b", "B", Unit.SHARE))
    rows = (("x", Symbol.CONFIDENTIAL), ("y", 0.5))
    table = Table("t", "t", "T", columns, rows)

    assert explain_symbols(table) == "withheld: not shown, to protect people"
    assert explain_symbols(Table("t", "t", "T", columns, (("y", 0.5),))) == ""


def test_only_secure_addresses_become_links_and_the_rest_is_escaped() -> None:
    said = link_sources('<b>"x"</b> https://example.org/a?b=1&c="q". javascript:alert(1)')

    assert said == (
        "&lt;b&gt;&#34;x&#34;&lt;/b&gt; "
        '<a href="https://example.org/a?b=1&amp;c=">https://example.org/a?b=1&amp;c=</a>'
        "&#34;q&#34;. javascript:alert(1)"
    )


def test_a_picture_stands_in_the_page_as_data() -> None:
    assert embed_picture(b"<svg/>") == "data:image/svg+xml;base64,PHN2Zy8+"


@pytest.mark.parametrize(
    ("pairs", "least"),
    [pytest.param(_TEXT_ON, 4.5, id="text"), pytest.param(_EDGES_ON, 3, id="edges")],
)
def test_colours_can_be_told_apart(pairs: tuple[tuple[str, str], ...], least: float) -> None:
    colours = _read_colours()

    assert {pair: find_contrast(*(colours[one] for one in pair)) >= least for pair in pairs} == (
        dict.fromkeys(pairs, True)
    )


def test_every_colour_of_a_page_is_one_of_those_that_are_checked() -> None:
    styles = "".join(path.read_text() for path in sorted(TEMPLATES.glob("*.css")))
    root = re.search(r":root \{.*?\}", styles, re.DOTALL)
    assert root is not None
    checked = {name for pair in (*_TEXT_ON, *_EDGES_ON) for name in pair}

    assert re.findall(r"#[0-9a-f]{3,8}\b", styles.replace(root[0], "")) == []
    assert set(re.findall(r"var\((--[a-z-]+)\)", styles)) <= checked
    assert checked == set(_read_colours())


def test_contrast_is_that_of_the_guideline() -> None:
    assert find_contrast("#000000", "#ffffff") == pytest.approx(21)
    assert find_contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


_GOOD = """<!DOCTYPE html><html lang="en-GB">
<head><meta content="default-src 'none'"><title>T</title></head>
<body><a class="skip" href="#m">Skip</a><main id="m"><h1>T</h1>{}</main></body></html>"""


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        pytest.param("<h3>x</h3>", "heading jumps from h1 to h3", id="heading"),
        pytest.param("<h1>x</h1>", "the first heading and no other is h1", id="two titles"),
        pytest.param('<img src="data:image/png;" alt="">', "an img has no alt", id="alt"),
        pytest.param('<p id="m"></p>', "id m is there twice", id="ids"),
        pytest.param('<a href="#x">x</a>', "#x leads nowhere", id="anchor"),
        pytest.param('<p aria-labelledby="y">x</p>', "#y leads nowhere", id="name"),
        pytest.param("<table><thead></thead></table>", "a table has no caption", id="caption"),
        pytest.param("<table><caption></caption></table>", "a table has no thead", id="head"),
        pytest.param("<p><th></th></p>", "a th has no scope", id="scope"),
        pytest.param("<figure></figure>", "a figure has no figcaption", id="figure"),
        pytest.param("<details></details>", "a details has no summary", id="details"),
        pytest.param("<script></script>", "script runs a script", id="script"),
        pytest.param('<p onclick="x()"></p>', "p runs a script", id="handler"),
        pytest.param('<img src="https://x.org/a" alt="a">', "img fetches https://x.org/a", id="f"),
        pytest.param("<p>url(a)</p>", "a style fetches something", id="style"),
        pytest.param(
            '<div role="region" aria-label="x"></div>',
            "a region that scrolls cannot be reached by keyboard",
            id="keyboard",
        ),
        pytest.param('<div role="region" tabindex="0"></div>', "a region has no name", id="region"),
    ],
)
def test_the_check_of_pages_finds_what_is_wrong(part: str, fault: str) -> None:
    assert Page(_GOOD.format("")).faults == []
    assert Page(_GOOD.format(part)).faults == [fault]


def _read_colours() -> dict[str, str]:
    return dict(re.findall(r"(--[a-z-]+): (#[0-9a-f]{6});", (TEMPLATES / "base.css").read_text()))
