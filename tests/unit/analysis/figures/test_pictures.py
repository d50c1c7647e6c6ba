"""What pictures hold: everything that can be read in them, and nothing withheld."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from analysis.figures import Form, Kind
from analysis.figures.canvas import GRID, SECOND, THIRD
from analysis.figures.taking_part import WEIGHTED
from analysis.rows import Baseline
from analysis.sheet import ACCENT, INK, MARGIN, PAPER, SOFT, WIDTH
from analysis.shown import Point, Status
from analysis.tables import Symbol
from tests.support.figures import HISTORY, Picture, draw, figures, panel
from tests.support.results import LABELS, SAFE, TARGET, make_history, make_row, make_withheld
from tests.unit.analysis.test_charts import contrast

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def pictures() -> dict[str, Picture]:
    """All of them; drawing takes a while."""
    return {name: draw(one) for name, one in figures().items()}


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    return {name: one.draw(Form.SVG).decode() for name, one in figures().items()}


def test_made_up_answers_are_called_that_in_words_and_in_every_picture(
    pictures: dict[str, Picture],
) -> None:
    for name, figure in figures().items():
        assert figure.alt.startswith("SYNTHETIC: made-up answers\n")
        assert pictures[name].texts[0] == "SYNTHETIC: made-up answers"
    assert all("SYNTHETIC" not in one.alt for one in figures(synthetic=False).values())


def test_hidden_options_are_said_and_marked_but_nothing_of_them_is_shown(
    pictures: dict[str, Picture],
) -> None:
    figure = figures()["answers-concerns-all"]
    assert "Very safe: not shown, to protect people." in figure.alt
    assert [row[1] for row in figure.table.rows].count(Symbol.CONFIDENTIAL) == 2
    texts = pictures["answers-concerns-all"].texts
    assert texts.count("[c] not shown, to protect people") == 2
    assert not {"18 %", "9 %"} & set(texts)


def test_groups_without_a_figure_are_named_together_by_why_they_have_none(
    pictures: dict[str, Picture],
) -> None:
    texts = pictures["groups-safe-after-dark"].texts
    assert "Not shown, to protect people: North west. Too few answers: South west." in texts
    assert not {"North west", "South west"} & set(texts)
    (table,) = (one.table for name, one in figures().items() if name == "groups-safe-after-dark")
    assert {"North west", "South west"} <= {row[1] for row in table.rows}


def test_a_bar_has_its_share_and_both_its_limits_beside_it(pictures: dict[str, Picture]) -> None:
    figure = figures()["answers-concerns-all"]
    texts = pictures["answers-concerns-all"].texts
    shown = [row[1:] for row in figure.table.rows if isinstance(row[1], float)]
    assert shown
    for cells in shown:
        share, low, high = (cell for cell in cells if isinstance(cell, float))
        assert f"{100 * share:.0f} %" in texts
        assert f"{100 * low:.0f} to {100 * high:.0f}" in texts


@pytest.mark.parametrize("status", [Status.SUPPRESSED, Status.TOO_FEW])
def test_nothing_of_a_withheld_row_is_in_words_table_or_picture(status: Status) -> None:
    row = make_withheld(SAFE, "all", status, history=make_history(0.9412), target=TARGET)
    hidden = replace(row.history[0], status=status)
    for figure in figures(rows=(replace(row, history=(hidden,)),), distributions=()).values():
        if figure.kind is Kind.MEASURE:
            assert "94" not in figure.alt
            assert not any(isinstance(cell, float) for line in figure.table.rows for cell in line)
            assert not any("94 %" in text for text in draw(figure).texts)


def test_every_file_of_a_picture_carries_where_it_comes_from_and_one_in_a_page_does_not() -> None:
    figure = figures()["measure-trust-police-all"]
    assert figure.origin == (
        f"Round made-up-2027. Questionnaire annual-perception, version 1 ({'a1' * 32}). Plan "
        f"made-up-plan ({'b2' * 32}). canvass 0.1.0, seed 1."
    )
    assert figure.origin in figure.draw("svg").decode()
    assert figure.origin not in figure.draw("svg", bare=True).decode()


def test_an_svg_has_a_role_its_words_and_no_size_of_its_own(drawn: dict[str, str]) -> None:
    for name, figure in figures().items():
        root = ET.fromstring(drawn[name])
        assert root.tag == f"{SVG}svg"
        assert root.get("role") == "img"
        assert not {"width", "height"} & set(root.keys())
        assert (root.get("viewBox") or "").startswith("0 0 777.6 ")
        words = {one.get("id"): one.text for one in root[:2]}
        assert (root.get("aria-labelledby") or "").split() == list(words)
        assert list(words.values()) == [figure.title, f"{figure.alt}\n{figure.origin}"]


def test_many_svgs_can_stand_in_one_page(drawn: dict[str, str]) -> None:
    ids = [one for svg in drawn.values() for one in re.findall(r' id="([^"]+)"', svg)]
    assert len(ids) == len(set(ids))
    for svg in drawn.values():
        own = set(re.findall(r' id="([^"]+)"', svg))
        assert set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', svg)) <= {
            pair for one in own for pair in ((one, ""), ("", one))
        }
        assert "<style" not in svg
        assert "<?xml" not in svg
        assert "<!DOCTYPE" not in svg


def test_an_svg_fetches_nothing_and_says_nothing_of_when_it_was_made(drawn: dict[str, str]) -> None:
    for svg in drawn.values():
        bare = svg.replace("http://www.w3.org/2000/svg", "").replace(
            "http://www.w3.org/1999/xlink", ""
        )
        assert "http" not in bare
        assert "<metadata" not in svg
        assert "atplotlib" not in svg


@pytest.mark.parametrize("form", list(Form))
def test_the_same_results_give_the_same_bytes(form: Form) -> None:
    for name in ("measure-safe-after-dark-women", "answers-concerns-all", "took-part-area"):
        assert figures()[name].draw(form) == figures()[name].draw(form)


def test_bytes_do_not_depend_on_the_process_or_its_hashes() -> None:
    code = (
        "import hashlib, warnings; warnings.simplefilter('error')\n"
        "from tests.support.figures import figures\n"
        "made = figures()\n"
        "for name, form in (('answers-concerns-all', 'svg'), ('took-part-area', 'png')):\n"
        "    print(hashlib.sha256(made[name].draw(form)).hexdigest())\n"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            text=True,
            env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin"},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
    assert len(told.pop().split()) == 2


def test_a_png_is_wide_enough_for_a_phone_and_has_its_words_inside(
    pictures: dict[str, Picture],
) -> None:
    for name, figure in figures().items():
        image = Image.open(BytesIO(pictures[name].file))
        image.load()
        assert image.width == WIDTH
        assert image.info["Description"] == f"{figure.alt}\n{figure.origin}"
        assert set(image.info) == {"Software", "Title", "Description", "dpi"}


def test_no_label_is_cut_off_or_written_over_another(pictures: dict[str, Picture]) -> None:
    for name, picture in pictures.items():
        for number, (text, x0, y0, x1, y1) in enumerate(picture.boxes):
            assert x0 >= 0, text
            assert x1 <= WIDTH, text
            for other, a0, b0, a1, b1 in picture.boxes[number + 1 :]:
                meet = min(x1, a1) - max(x0, a0) > 1 and min(y1, b1) - max(y0, b0) > 8
                assert not meet, f"{name}: {text} / {other}"


def test_a_round_that_is_withheld_or_of_another_series_is_not_joined() -> None:
    def joins(history: tuple[Point, ...]) -> int:
        picture = draw(panel(history=history, target=None))
        return sum(
            line.get_linestyle() == "-"
            and line.get_color() == ACCENT
            and len(line.get_xdata()) == 2
            and line.get_xdata()[1] - line.get_xdata()[0] > 100
            for line in picture.lines
        )

    assert joins(make_history(0.5, 0.5, 0.5)) == 2
    assert joins(make_history(0.5, None, 0.5)) == 0
    assert joins(make_history(0.5, 0.5, 0.5, broken=1)) == 1


def test_a_break_is_an_upright_line_with_its_name(pictures: dict[str, Picture]) -> None:
    assert "break in series" in pictures["measure-get-on-well-all"].texts


def test_an_interval_is_as_long_as_its_limits_and_no_longer() -> None:
    picture = draw(panel(target=None, history=make_history(0.5)))
    ticks = {
        round(float(text.removesuffix(" %")) / 100, 1): (y0 + y1) / 2
        for text, _, y0, _, y1 in picture.boxes
        if re.fullmatch(r"\d+ %", text)
    }
    pixels = (max(ticks.values()) - min(ticks.values())) / (max(ticks) - min(ticks))
    upright = [
        abs(line.get_ydata()[1] - line.get_ydata()[0])
        for line in picture.lines
        if line.get_color() == ACCENT and line.get_xdata()[0] == line.get_xdata()[-1]
    ]
    assert max(upright) == pytest.approx(0.09 * abs(pixels), rel=0.05)  # 45 to 54 %


def test_both_readings_differ_by_dashes_and_by_mark() -> None:
    baseline = Baseline(0.5377, "round made-up-2025, closed 2025-05-31", True, 587)
    lines = draw(panel(baseline=baseline)).lines
    own = [line for line in lines if line.get_color() == SECOND]
    marks = {line.get_marker() for line in lines if line.get_markeredgecolor() == SECOND}
    assert {"s", "^"} <= marks
    assert len({str(line._unscaled_dash_pattern) for line in own if line.is_dashed()}) == 2


@pytest.mark.parametrize(
    ("colour", "least"),
    [
        pytest.param(INK, 4.5, id="ink"),
        pytest.param(SOFT, 4.5, id="lesser words"),
        pytest.param(ACCENT, 4.5, id="figures and dates"),
        pytest.param(SECOND, 4.5, id="targets"),
        pytest.param(THIRD, 4.5, id="others"),
        pytest.param(GRID, 3.0, id="thin lines"),
        pytest.param(WEIGHTED, 3.0, id="weighted bars"),
    ],
)
def test_every_colour_stands_out_from_the_paper(colour: str, least: float) -> None:
    assert contrast(colour, PAPER) >= least


@pytest.mark.parametrize("label", ["খুব নিরাপদ", "آمن جدًا", "Soo dhowow"])
def test_labels_of_any_script_are_drawn_without_a_warning(label: str) -> None:
    row = make_row(SAFE, "all", measure_label=label, group_label=label, history=HISTORY)
    figure = figures(rows=(row,))["measure-safe-after-dark-all"]
    assert label in figure.draw(Form.SVG).decode()
    assert len(figure.draw(Form.PNG)) > 10_000


def test_words_that_look_like_markup_stay_words() -> None:
    row = make_row(SAFE, "all", group_label="<b>&-->", history=HISTORY)
    svg = figures(rows=(row,))["measure-safe-after-dark-all"].draw(Form.SVG)
    assert "<b>&-->" in (ET.fromstring(svg)[1].text or "")


def test_a_bare_picture_has_neither_title_nor_notes_but_says_what_is_made_up() -> None:
    texts = draw(figures()["measure-safe-after-dark-all"], bare=True).texts
    assert texts[0] == "SYNTHETIC: made-up answers"
    assert not [text for text in texts if text in LABELS[SAFE] and len(text) > 20]
    assert not [text for text in texts if text.startswith("Source")]


def test_a_picture_in_a_page_has_next_to_no_margin_above_and_below_and_one_of_its_own_has() -> None:
    figure = figures()["answers-concerns-all"]

    def find_top(*, bare: bool) -> int:
        image = Image.open(BytesIO(figure.draw(Form.PNG, bare=bare))).convert("L")
        box = image.point(lambda value: 255 * (value < 128)).getbbox()
        assert box is not None
        return int(box[1])

    svg = ET.fromstring(figure.draw(Form.SVG, bare=True))
    height = float(svg.get("viewBox", "").split()[3]) / 0.72
    file = Image.open(BytesIO(figure.draw(Form.PNG, bare=True)))
    assert find_top(bare=True) < 30 < MARGIN <= find_top(bare=False)
    assert height <= file.height - 30, "a file of its own has its margin below"
