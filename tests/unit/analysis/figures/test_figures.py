"""Figures: what they say, what their pictures hold, and that nothing withheld is in either."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from analysis.disclosure import Internal
from analysis.figures import Figure, Form, Kind, list_figures
from analysis.figures.canvas import GRID, SECOND, THIRD, Canvas
from analysis.figures.spreads import list_options
from analysis.figures.taking_part import WEIGHTED
from analysis.participation import TookPart
from analysis.rows import Baseline
from analysis.sheet import ACCENT, INK, MARGIN, PAPER, SOFT, WIDTH
from analysis.shown import Point, Status
from analysis.tables import Symbol
from tests.support.released import release
from tests.support.results import (
    LABELS,
    SAFE,
    TARGET,
    TRUST,
    WELL,
    make_history,
    make_method,
    make_results,
    make_row,
    make_withheld,
)
from tests.unit.analysis.test_charts import contrast

SVG = "{http://www.w3.org/2000/svg}"


def figures(**changes: Any) -> dict[str, Figure]:
    return {one.name: one for one in list_figures(release(make_results(**changes)))}


def panel(**changes: Any) -> Figure:
    """The panel of women after dark, which has a target."""
    row = make_row(SAFE, "women", **({"target": TARGET, "history": HISTORY} | changes))
    return figures(rows=(row,))["measure-safe-after-dark-women"]


PUBLISHED = Path("analysis/plans/tower-hamlets-2025/published.csv")


def came() -> TookPart:
    """Those who took part in a round without weights."""
    took_part = make_results().took_part
    assert took_part is not None
    return replace(
        took_part,
        groupings=tuple(
            replace(one, raked=False, levels=tuple(replace(a, weighted=None) for a in one.levels))
            for one in took_part.groupings
        ),
    )


CAME = came()
HISTORY = make_history(0.465, 0.489, 0.5112)


@dataclass
class Picture:
    """A drawn figure: its file, its texts with their boxes in pixels, and its lines."""

    file: bytes
    boxes: list[tuple[str, float, float, float, float]]
    lines: list[Any]

    @property
    def texts(self) -> list[str]:
        return [text for text, *_ in self.boxes]


def draw(figure: Figure, *, bare: bool = False) -> Picture:
    found: list[Canvas] = []
    save = Canvas.save

    def note(canvas: Canvas, title: str, description: str) -> bytes:
        found.append(canvas)
        return save(canvas, title, description)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Canvas, "save", note)
        file = figure.draw(Form.PNG, bare=bare)
    (canvas,) = found
    boxes = []
    for text in canvas._axes.texts:
        at = text.get_window_extent(canvas._renderer)
        boxes.append((text.get_text(), at.x0, at.y0, at.x1, at.y1))
    return Picture(file, boxes, list(canvas._axes.lines))


@pytest.fixture(scope="module")
def pictures() -> dict[str, Picture]:
    """All of them; drawing takes a while."""
    return {name: draw(one) for name, one in figures().items()}


# -- what there is ---------------------------------------------------------------------------------


def test_only_released_results_are_drawn() -> None:
    for wrong in (make_results(), Internal(make_results())):
        with pytest.raises(TypeError, match="only released results"):
            list_figures(wrong)  # type: ignore[arg-type]  # that is what is tested


def test_there_is_a_panel_for_each_headline_in_its_first_domain_and_its_targets() -> None:
    panels = [one.name for one in figures().values() if one.kind is Kind.MEASURE]
    assert panels == [
        "measure-safe-after-dark-all",
        "measure-safe-after-dark-women",
        "measure-trust-police-all",
        "measure-get-on-well-all",
    ]


def test_every_distribution_breakdown_and_division_has_a_figure() -> None:
    kinds = [one.kind for one in figures().values()]
    assert kinds.count(Kind.DISTRIBUTION) == 4
    assert kinds.count(Kind.BREAKDOWN) == 3
    assert kinds.count(Kind.TOOK_PART) == 3


def test_nothing_is_loaded_that_draws_until_a_figure_is_drawn() -> None:
    code = "import sys, analysis.figures; print('matplotlib' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert told.stdout == "False\n"


# -- in words and as a table -----------------------------------------------------------------------


def test_a_panel_says_every_round_both_readings_and_what_qualifies_them() -> None:
    said = figures()["measure-safe-after-dark-women"].alt
    assert "31 May 2025: 47 %, 42 to 51 %, about 585 answers." in said
    assert "31 May 2027: 51 %, 47 to 56 %, about 585 answers." in said
    assert "10 % more, read relatively: 59 % by 31 March 2028." in said
    assert "10 % more, read as points: 64 % by 31 March 2028." in said
    assert "Read relatively: on track. Read as points: not shown. Indicative only" in said
    assert "The effective base is under 100." in said
    assert "People who chose to take part." in said


def test_a_panel_says_why_a_round_has_no_figure_and_who_else_published() -> None:
    said = figures()["measure-trust-police-all"].alt
    assert "31 May 2026: too few answers." in said
    assert (
        "Public Attitude Survey (another method): March 2016 87 % (first, highest), "
        "December 2022 68 % (lowest), December 2023 72 % (last)." in said
    )
    assert "never tested against. Source: borough dashboard." in said


def test_a_panel_says_where_its_series_breaks() -> None:
    said = figures()["measure-get-on-well-all"].alt
    assert "31 May 2025: 81 %, 76 to 85 %, about 585 answers (not of this series)." in said
    assert "Break in series since round made-up-2026: the question was moved." in said


def test_made_up_answers_are_called_that_in_words_and_in_every_picture(
    pictures: dict[str, Picture],
) -> None:
    for name, figure in figures().items():
        assert figure.alt.startswith("SYNTHETIC: made-up answers\n")
        assert pictures[name].texts[0] == "SYNTHETIC: made-up answers"
    assert all("SYNTHETIC" not in one.alt for one in figures(synthetic=False).values())


def test_every_figure_says_how_it_was_made_and_where_it_comes_from() -> None:
    for figure in figures().values():
        assert any(note.startswith("Source: round made-up-2027") for note in figure.notes)
        assert set(figure.notes) < set(figure.alt.splitlines())


def test_options_stand_as_asked_or_the_most_chosen_first_with_hidden_ones_last() -> None:
    one, _, several, _ = release(make_results()).results.distributions
    assert next(option.code for option in list_options(one)) == "very_safe"
    shown = [option.estimate for option in list_options(several)]
    assert shown == [0.40, 0.17, 0.15, None, None]


def test_hidden_options_are_said_and_marked_but_nothing_of_them_is_shown(
    pictures: dict[str, Picture],
) -> None:
    figure = figures()["answers-concerns-all"]
    assert "Very safe: not shown, to protect people." in figure.alt
    assert [row[1] for row in figure.table.rows].count(Symbol.CONFIDENTIAL) == 2
    texts = pictures["answers-concerns-all"].texts
    assert texts.count("[c] not shown, to protect people") == 2
    assert not {"18 %", "9 %"} & set(texts)


def test_the_mean_of_a_scale_is_told_with_its_interval() -> None:
    assert (
        "Mean 3.2 (3.1 to 3.3) on a scale from 1 to 5."
        in figures()["answers-problem-noise-all"].alt
    )


def test_a_breakdown_says_each_group_and_why_one_has_no_figure() -> None:
    figure = figures()["groups-safe-after-dark"]
    assert "Sex, Female: 51 %, 54 to 63 %, about 300 answers." in figure.alt
    assert "Area, North west: not shown, to protect people." in figure.alt
    assert "Area, South west: too few answers." in figure.alt
    hidden = {row[1]: row[2] for row in figure.table.rows if isinstance(row[2], Symbol)}
    assert hidden == {
        "North west": Symbol.CONFIDENTIAL,
        "South west": Symbol.TOO_FEW,
    }


def test_who_took_part_stands_beside_residents_and_weighted_where_it_is_a_check() -> None:
    check, raked = figures()["took-part-bangladeshi"], figures()["took-part-area"]
    assert "Bangladeshi: answers 22 %, answers, weighted 29 %, residents 35 %." in check.alt
    assert "Nothing was weighted to these shares" in check.alt
    assert "North east: answers 52 %, residents 26 %." in raked.alt
    assert "North west: [c] under 10 answers, residents 28 %." in raked.alt


def test_groups_that_share_a_weight_are_said_to_meet_residents_only_together() -> None:
    said = [note for note in figures()["took-part-area"].notes if "weights were made" in note]
    assert len(said) == 1
    assert said[0].startswith("Area: weights were made")
    assert "those of North west and South west only together" in said[0]


def test_a_caution_under_groups_names_the_headline_that_it_is_about() -> None:
    notes = figures()["groups-safe-after-dark"].notes
    cautions = {caution for row in make_results().rows for caution in row.cautions}
    said = [note for note in notes if any(note.endswith(caution) for caution in cautions)]
    assert said
    assert all(note not in cautions for note in said)


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


def test_a_target_without_a_baseline_is_told_without_a_level() -> None:
    without = replace(TARGET, relative_value=None, points_value=None)
    figure = panel(target=without)
    assert "Its level cannot be drawn: there is no earlier round" in figure.alt
    assert "by 31 March 2028" not in figure.alt


def test_an_increase_without_a_number_keeps_the_level_of_the_baseline() -> None:
    any_increase = replace(TARGET, increase=0.0, relative_value=0.47, points_value=0.47)
    baseline = Baseline(0.47, "round made-up-2025, closed 2025-05-31", True, 587)
    figure = panel(target=any_increase, baseline=baseline)
    assert "Higher than 47 % by 31 March 2028." in figure.alt


@pytest.mark.parametrize(
    ("source", "said"),
    [
        pytest.param("borough dashboard", " Source: borough dashboard.", id="named"),
        pytest.param(
            "A plan, line 3; base: a copy at https://www.example.org/2016/a-long-page",
            " Source: A plan, line 3. The table says where each figure was found.",
            id="named, and an address",
        ),
        pytest.param(
            "https://www.example.org/2016/a-long-page; n: https://example.net/b",
            " The table says where each figure was found.",
            id="addresses",
        ),
    ],
)
def test_a_caption_names_the_survey_and_never_the_site_that_has_a_copy(
    source: str, said: str
) -> None:
    (first, *_) = make_results().context
    figure = figures(context=(replace(first, source=source),))["measure-trust-police-all"]
    start = "Public Attitude Survey: another method, shown and never tested against."
    assert f"{start}{said}" in figure.notes
    assert "example" not in figure.alt
    assert [table.source for table in figure.others] == [source]


def test_the_plans_own_series_are_named_by_their_publisher() -> None:
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        surveys = {line["survey"] for line in csv.DictReader(file)}
    assert surveys == {
        "London Borough of Tower Hamlets, Annual Residents' Survey",
        "MOPAC Public Attitude Survey",
    }


def test_the_words_begin_with_the_round_and_what_qualifies_it() -> None:
    row = make_row(
        TRUST, target=TARGET, cautions=("It can be far off.",), history=make_history(0.4, 0.5, 0.6)
    )
    said = figures(rows=(row,))["measure-trust-police-all"].alt.splitlines()
    starts = ["31 May 2027: 60 %", "It can be far off.", "Target of the plan", "People who chose"]
    assert [line.startswith(start) for line, start in zip(said[2:], starts, strict=False)] == [
        True
    ] * len(starts)
    others = next(n for n, line in enumerate(said) if "another method" in line)
    assert said.index("31 May 2025: 40 %, 35 to 44 %, about 585 answers.") < others


UNWEIGHTED = [
    pytest.param("not raked: fewer than 100 answers", "Not weighted: fewer than 100 answers."),
    pytest.param(
        "equal design weights; not raked: fewer than 100 answers",
        "Not weighted: fewer than 100 answers.",
    ),
    pytest.param("none", "Not weighted."),
]


@pytest.mark.parametrize(("weighting", "said"), UNWEIGHTED)
def test_captions_of_a_round_without_weights_say_so(weighting: str, said: str) -> None:
    who = "People who chose to take part."
    results = make_results(method=make_method(who=who, weighting=weighting), took_part=CAME)
    found = {one.name: one for one in list_figures(release(results))}
    assert f"{who} {said}" in found["measure-trust-police-all"].notes
    for part in ("took-part-sex", "took-part-bangladeshi"):
        figure = found[part]
        assert f"{said} Answers count as they came, whoever gave them." in figure.notes
        assert "weighted answers" not in figure.alt
        assert "weighted" not in [column.name for column in figure.table.columns]


def test_every_file_of_a_picture_carries_where_it_comes_from_and_one_in_a_page_does_not() -> None:
    figure = figures()["measure-trust-police-all"]
    assert figure.origin == (
        f"Round made-up-2027. Questionnaire annual-perception, version 1 ({'a1' * 32}). Plan "
        f"made-up-plan ({'b2' * 32}). canvass 0.1.0, seed 1."
    )
    assert figure.origin in figure.draw("svg").decode()
    assert figure.origin not in figure.draw("svg", bare=True).decode()


def test_that_a_round_has_no_weights_is_said_once() -> None:
    who = "People who chose to take part. Not weighted to the population: fewer than 100 answers."
    method = make_method(who=who, weighting="not raked: fewer than 100 answers")
    assert who in figures(method=method)["measure-trust-police-all"].notes


def test_a_check_whose_weighted_shares_are_hidden_says_so_and_has_no_column_for_them() -> None:
    took_part = make_results().took_part
    assert took_part is not None
    *rest, check = took_part.groupings
    levels = tuple(replace(level, weighted=None) for level in check.levels)
    hidden = replace(took_part, groupings=(*rest, replace(check, levels=levels)))
    figure = figures(took_part=hidden)["took-part-bangladeshi"]
    assert any("the weighted ones are not shown, to protect people" in n for n in figure.notes)
    assert "weighted" not in [column.name for column in figure.table.columns]


def test_what_others_published_names_its_survey_and_its_source_once() -> None:
    context = make_results().context
    (one,) = figures(context=context)["measure-trust-police-all"].others
    assert one.title == "Public Attitude Survey (another method)"
    assert one.rows == tuple((point.period, point.value, point.base) for point in context)
    assert (one.notes, one.source) == (("About 400 interviews.",), "borough dashboard")


def test_of_several_sources_each_stands_with_its_periods() -> None:
    first, second, third = make_results().context
    context = (first, second, replace(third, source="a newspaper", note=""))
    (one,) = figures(context=context)["measure-trust-police-all"].others
    assert one.source == ""
    assert one.notes == (
        "March 2016, December 2022: About 400 interviews. borough dashboard",
        "December 2023: a newspaper",
    )


# -- the pictures ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    return {name: one.draw(Form.SVG).decode() for name, one in figures().items()}


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
        "from tests.unit.analysis.figures.test_figures import figures\n"
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


def test_names_of_measures_are_unique_and_fit_for_files() -> None:
    names = list(figures())
    assert len(names) == len(list_figures(release(make_results())))
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in names)
    assert {TRUST, WELL} <= {one.measure for one in figures().values()}
