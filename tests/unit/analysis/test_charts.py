"""Pictures: what is in them, that they do not change, and that they can be seen and read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from analysis import sheet
from analysis.charts import draw_representation, draw_results
from analysis.disclosure import Internal, Released
from analysis.origin import say_origin
from analysis.plan_loading import load_plan
from analysis.representation import Representation, compare_to_population, describe_representation
from analysis.sheet import ACCENT, INK, MARGIN, PAPER, RULE, SMALL, SOFT, WIDTH, Sheet
from analysis.summary import describe_results_picture
from tests.support.plans import make_measure, make_plan
from tests.support.released import release
from tests.unit.analysis.test_measures import measure

TOWER = load_plan("tower-hamlets-2025")
COUNTS = {
    "sex": {"female": 262, "male": 141},
    "age_band": {"16_24": 52, "25_34": 121, "35_44": 118, "45_54": 64, "55_64": 31, "65_over": 7},
    "ethnic_group": {"white": 211, "mixed": 14, "asian": 121, "black": 22, "other": 6},
    "area": {"north_west": 3, "south_west": 4},
}
"""Made up, with hidden levels, a protecting one, and a grouping that cannot be shown."""


def compared() -> Representation:
    return compare_to_population(TOWER, COUNTS)


def released(tmp_path: Path, women: tuple[int, int] = (70, 42), **changes: Any) -> Released:
    results = measure(tmp_path, make_plan(), women, (63, 44))
    return release(replace(results, **changes))


def read(picture: bytes) -> Image.Image:
    image = Image.open(BytesIO(picture))
    image.load()
    return image


def words_in(picture: bytes, name: str = "Description") -> str:
    """What is written into the file."""
    return str(read(picture).info[name])


class Pen:
    """Notes every line of text that is drawn, with its box in pixels."""

    def __init__(self) -> None:
        self.boxes: list[tuple[str, float, float, float, float]] = []

    def note(self, drawn: Sheet) -> None:
        for text in drawn._axes.texts:
            box = text.get_window_extent(drawn._renderer)
            self.boxes.append((text.get_text(), box.x0, box.y0, box.x1, box.y1))


@pytest.fixture
def pen(monkeypatch: pytest.MonkeyPatch) -> Pen:
    pen, save = Pen(), Sheet.save

    def save_and_note(self: Sheet, title: str, description: str) -> bytes:
        picture = save(self, title, description)
        pen.note(self)
        return picture

    monkeypatch.setattr(sheet.Sheet, "save", save_and_note)
    return pen


def overlaps(pen: Pen) -> Iterator[tuple[str, str]]:
    for number, (text, x0, y0, x1, y1) in enumerate(pen.boxes):
        for other, a0, b0, a1, b1 in pen.boxes[number + 1 :]:
            if min(x1, a1) - max(x0, a0) > 1 and min(y1, b1) - max(y0, b0) > 6:
                yield text, other


# -- who has answered ------------------------------------------------------------------------------


def test_who_answered_is_one_phone_wide_and_says_itself_in_words() -> None:
    picture = draw_representation(compared(), title="Autumn survey", mark="SYNTHETIC")
    assert read(picture).width == WIDTH
    said = words_in(picture)
    assert said.startswith("SYNTHETIC\nAutumn survey\n")
    assert describe_representation(compared()) in said
    assert words_in(picture, "Title") == "Who has answered so far"


def test_what_is_hidden_is_said_in_words(pen: Pen) -> None:
    draw_representation(compared())
    texts = [text for text, *_ in pen.boxes]
    assert texts.count("under 10") == 2
    assert "not shown" in texts
    assert "Too few answers to show." in texts
    assert not {"3", "6", "14", "22", "141", "262", "403"} & set(texts)  # exact counts


def test_no_word_of_who_answered_is_cut_off_or_written_over(pen: Pen) -> None:
    long = "Residents of a ward with a name that is far too long for its column, and Otherwise"
    levels = (TOWER.groupings[0].levels[0].model_copy(update={"label": long}),)
    plan = TOWER.model_copy(
        update={
            "groupings": (
                TOWER.groupings[0].model_copy(
                    update={"levels": (*levels, *TOWER.groupings[0].levels[1:])}
                ),
                *TOWER.groupings[1:],
            )
        }
    )
    image = read(draw_representation(compare_to_population(plan, COUNTS), title=long, mark=long))
    assert list(overlaps(pen)) == []
    for _, x0, y0, x1, y1 in pen.boxes:
        assert x0 >= MARGIN - 4
        assert x1 <= WIDTH - MARGIN + 4
        assert 0 <= y0 < y1 <= image.height


@pytest.mark.parametrize("counts", [{}, {"sex": {}}, {"sex": {"female": 20, "male": 20}}])
def test_few_answers_or_none_can_be_drawn(counts: dict[str, dict[str, int]]) -> None:
    assert read(draw_representation(compare_to_population(TOWER, counts))).width == WIDTH


# -- results ---------------------------------------------------------------------------------------


def test_results_carry_their_words(tmp_path: Path) -> None:
    results = released(tmp_path)
    picture = draw_results(results, title="Autumn survey")
    said, _, origin = words_in(picture).rpartition("\n")
    assert said == describe_results_picture(results, title="Autumn survey")
    assert origin == say_origin(results.results)
    assert words_in(picture, "Title") == "Results: Autumn survey"


@pytest.mark.parametrize("synthetic", [False, True])
def test_made_up_answers_are_marked(tmp_path: Path, synthetic: bool, pen: Pen) -> None:
    draw_results(released(tmp_path, synthetic=synthetic))
    assert any("SYNTHETIC" in text for text, *_ in pen.boxes) is synthetic


def test_the_figure_and_its_base_are_printed(tmp_path: Path, pen: Pen) -> None:
    draw_results(released(tmp_path))
    texts = [text for text, *_ in pen.boxes]
    assert "56 %" in texts
    assert "of 230" in texts


def test_a_figure_of_low_reliability_is_drawn_with_these_words(tmp_path: Path, pen: Pen) -> None:
    plan = make_plan(measures=(make_measure(domains=("women",), breakdowns=()),))
    draw_results(release(measure(tmp_path, plan, (25, 15))))
    assert "low reliability" in [text for text, *_ in pen.boxes]


def test_too_few_answers_are_said_in_words(tmp_path: Path, pen: Pen) -> None:
    plan = make_plan(measures=(make_measure(domains=("women",), breakdowns=()),))
    draw_results(release(measure(tmp_path, plan, (8, 8))))
    texts = [text for text, *_ in pen.boxes]
    assert "Women: too few answers to show" in texts
    assert not any(text.endswith("%") and text[0] not in "015" for text in texts)


def test_no_word_of_the_results_is_cut_off_or_written_over(tmp_path: Path, pen: Pen) -> None:
    long = "Agree that people of very different backgrounds get on well together in the local area"
    plan = make_plan(measures=(make_measure(label=f"{long} {long}"),))
    image = read(draw_results(release(measure(tmp_path, plan, (613, 600), (63, 44))), title=long))
    assert list(overlaps(pen)) == []
    for _, x0, y0, x1, y1 in pen.boxes:
        assert x0 >= MARGIN - 4
        assert x1 <= WIDTH - MARGIN + 4
        assert 0 <= y0 < y1 <= image.height


@pytest.mark.parametrize("kind", [Internal, lambda results: results], ids=["internal", "results"])
def test_only_released_results_are_drawn(tmp_path: Path, kind: Any) -> None:
    results = measure(tmp_path, make_plan(), (70, 42))
    with pytest.raises(TypeError, match="released"):
        draw_results(kind(results))


def test_an_unknown_language_gets_english(tmp_path: Path) -> None:
    results = released(tmp_path)
    assert draw_results(results, "xx") == draw_results(results, "en")


# -- both ------------------------------------------------------------------------------------------


def test_the_same_figures_give_the_same_file_in_any_thread(tmp_path: Path) -> None:
    results, representation = released(tmp_path), compared()
    expected = {draw_results(results), draw_representation(representation)}
    with ThreadPoolExecutor(4) as threads:
        drawn = [threads.submit(draw_results, results) for _ in range(3)]
        drawn += [threads.submit(draw_representation, representation) for _ in range(3)]
        assert {one.result() for one in drawn} == expected


def test_a_file_says_nothing_of_when_or_with_what_it_was_made(tmp_path: Path) -> None:
    info = read(draw_results(released(tmp_path))).info
    assert set(info) == {"Software", "Title", "Description", "dpi"}
    assert info["Software"] == "Canvass"


@pytest.mark.parametrize("title", ["শরৎকালীন জরিপ", "\U000e0fff", r"$\frac$ for 5", "استبيان"])
def test_any_script_is_drawn_without_a_warning(title: str) -> None:
    assert title in words_in(draw_representation(compared(), title=title))


def test_what_draws_is_loaded_only_to_draw() -> None:
    code = "import sys, analysis.charts, bot.cli; print('matplotlib' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert told.stdout == "False\n"


def luminance(colour: str) -> float:
    """Source: WCAG 2.2, relative luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


# Source: WCAG 2.2, 1.4.3 (text 4.5 : 1) and 1.4.11 (what a picture needs to be read 3 : 1)
@pytest.mark.parametrize(("colour", "least"), [(INK, 4.5), (SOFT, 4.5), (ACCENT, 3.0), (RULE, 3.0)])
def test_colours_stand_out_from_the_paper(colour: str, least: float) -> None:
    assert contrast(colour, PAPER) >= least


def test_contrast_is_counted_as_published() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_two_bars_differ_without_colour() -> None:
    """By how light they are: one filled, one hollow, as a copier would show them."""
    assert contrast(ACCENT, PAPER) >= 7


def test_letters_are_big_enough_for_a_phone() -> None:
    assert WIDTH / SMALL < 40  # as 9 pixels of a phone that is 360 wide
    assert all(a > b for a, b in pairwise((sheet.TITLE, sheet.HEADING, sheet.BODY, SMALL)))
