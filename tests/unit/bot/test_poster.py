from __future__ import annotations

import io
import re
import subprocess
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pypdf
import pytest
import segno
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from bot.poster import Mark, Poster, _sheet_of, list_links, render_poster, render_posters
from bot.printing import HEIGHT, WIDTH, _draw, _lay_out
from bot.qr_code import (
    LARGEST,
    QUIET_ZONE,
    SMALLEST,
    _matrix_of,
    draw_qr_code,
    find_runs,
    smallest_square,
)
from surveys.errors import RoundError
from surveys.store.venues import Venue
from tests.support.launching import load_example

LINK = "https://t.me/ExampleSafetyBot?start=v_7QK4M2"
POSTER = Poster(
    title="How safe do you feel?",
    partnership=load_example()[0],
    decision="Where street patrols go from 2027",
    opens="1 March 2027",
    until="31 March 2027",
    link=LINK,
    languages=["English", "Soomaali"],
    minutes=5,
    venue=Venue("7QK4M2", "Library, Example Road"),
)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render_poster(POSTER)


def read(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes, page: int = 0) -> str:
    return re.sub(r"\s+", " ", read(pdf).pages[page].extract_text())


class TestWords:
    @pytest.mark.parametrize(
        "said",
        [
            pytest.param("How safe do you feel?", id="what is asked"),
            pytest.param("Example Borough Community Safety Partnership", id="who asks"),
            pytest.param("its 2026-2030 plan", id="for what"),
            pytest.param("Where street patrols go from 2027", id="what it feeds"),
            pytest.param("about five minutes", id="how long"),
            pytest.param("Taking part is your choice", id="choice"),
            pytest.param("from 1 March 2027 to 31 March 2027", id="until when"),
            pytest.param("The police get totals, never answers", id="who sees answers"),
            pytest.param("t.me/ExampleSafetyBot?start=v_7QK4M2", id="link to type"),
            pytest.param("English · Soomaali", id="languages"),
            pytest.param("On paper at any library", id="another way"),
            pytest.param("example.org/safety-survey", id="where to check it"),
            pytest.param("Library, Example Road · 7QK4M2", id="venue and code"),
        ],
    )
    def test_it_says(self, pdf: bytes, said: str) -> None:
        assert said in text_of(pdf)

    def test_it_says_from_which_age_on_it_is_where_no_question_asks(self, pdf: bytes) -> None:
        assert "For people aged 16 or over." in text_of(render_poster(replace(POSTER, youngest=16)))
        assert "or over" not in text_of(pdf)

    def test_it_says_how_long_another_questionnaire_takes(self) -> None:
        assert "about one minute." in text_of(render_poster(replace(POSTER, minutes=1)))

    @pytest.mark.parametrize(
        ("mark", "said"),
        [
            (Mark.SYNTHETIC, "SYNTHETIC"),
            (Mark.REHEARSAL, "REHEARSAL"),
            (Mark.DRAFT, "DRAFT"),
        ],
    )
    def test_one_that_is_not_for_residents_is_marked(
        self, pdf: bytes, mark: Mark, said: str
    ) -> None:
        assert text_of(render_poster(replace(POSTER, mark=mark))).startswith(said)
        assert said not in text_of(pdf)

    def test_what_is_not_known_leaves_no_gap(self) -> None:
        bare = POSTER.partnership.model_copy(update={"other_way": "", "council_page": ""})
        text = text_of(render_poster(replace(POSTER, partnership=bare, decision="", venue=None)))
        assert "Other ways to take part: example.org" in text
        for words in ("feed into", "poster is real", "No phone", "·  "):
            assert words not in text

    def test_dollar_signs_are_no_formula(self) -> None:
        assert "$a_1$ or $b$" in text_of(render_poster(replace(POSTER, title="$a_1$ or $b$")))


class TestPages:
    def test_several_venues_have_a_page_each(self) -> None:
        other = replace(POSTER, link=LINK[:-6] + "9TB0V5", venue=Venue("9TB0V5", "Market"))
        both = render_posters([POSTER, other])
        assert len(read(both).pages) == 2
        assert "Library, Example Road" in text_of(both, 0)
        assert "9TB0V5" in text_of(both, 1)
        assert "7QK4M2" not in text_of(both, 1)

    def test_it_is_one_a4_page_with_title_language_and_link(self, pdf: bytes) -> None:
        reader = read(pdf)
        (page,) = reader.pages
        assert float(page.mediabox.width) == pytest.approx(210 / 25.4 * 72, abs=0.01)
        assert float(page.mediabox.height) == pytest.approx(297 / 25.4 * 72, abs=0.01)
        assert reader.metadata is not None
        assert reader.metadata.title == POSTER.title
        assert reader.metadata.creation_date is None
        catalogue: dict[str, Any] = dict(reader.root_object)
        assert catalogue["/Lang"] == "en"
        assert catalogue["/ViewerPreferences"] == {"/DisplayDocTitle": True}
        notes: Any = page["/Annots"]
        assert [note.get_object()["/A"]["/URI"] for note in notes] == [LINK]

    def test_the_same_poster_gives_the_same_bytes(self, pdf: bytes) -> None:
        assert render_poster(POSTER) == pdf

    def test_its_letters_are_embedded_as_letters(self, pdf: bytes) -> None:
        assert b"/Subtype /Type3" not in pdf
        assert b"/FontFile2" in pdf

    @pytest.mark.parametrize(
        "poster",
        [
            pytest.param(replace(POSTER, mark=Mark.DRAFT), id="usual"),
            pytest.param(replace(POSTER, title="W" * 40, link=LINK + "y" * 20), id="long words"),
        ],
    )
    def test_nothing_is_drawn_where_printers_leave_paper_white(self, poster: Poster) -> None:
        canvas: Any = FigureCanvasAgg(_draw(_sheet_of(poster)))
        canvas.figure.set_dpi(200)  # fewer, and letters are widened to whole pixels
        canvas.draw()
        grey = np.asarray(canvas.buffer_rgba())[:, :, :3].min(axis=2)
        edge = round(12 / 25.4 * 200)
        assert grey[edge:-edge, edge:-edge].min() == 0
        grey[edge:-edge, edge:-edge] = 255
        assert grey.min() == 255

    def test_a_long_link_gets_smaller_letters_and_stays_whole(self) -> None:
        link = "https://t.me/" + "x" * 32 + "?start=" + "y" * 40
        assert link.removeprefix("https://") in text_of(render_poster(replace(POSTER, link=link)))

    def test_one_that_says_much_gets_smaller_letters_before_it_is_refused(self) -> None:
        much = replace(POSTER, mark=Mark.DRAFT, decision="Where street patrols go. " * 9)
        layout, usual = _lay_out(_sheet_of(much)), _lay_out(_sheet_of(POSTER))
        assert layout.room >= smallest_square(LINK)
        sizes = {block.font.get_size_in_points() for block in layout.below}
        assert min(sizes) >= 9
        assert max(sizes) < max(block.font.get_size_in_points() for block in usual.below)

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            pytest.param({"title": "A very long title " * 20}, "poster.too-long", id="too long"),
            pytest.param({"languages": ["\U0010fffd"]}, "poster.letters", id="no such letter"),
        ],
    )
    def test_what_cannot_be_printed_well_is_refused(
        self, changes: dict[str, object], code: str
    ) -> None:
        with pytest.raises(RoundError, match="poster for Library") as refused:
            render_poster(replace(POSTER, **changes))  # type: ignore[arg-type]  # any field
        assert refused.value.code == code


class TestQrCode:
    def draw(self, text: str, square: float) -> Path:
        figure = Figure(figsize=(WIDTH / 25.4, HEIGHT / 25.4))
        draw_qr_code(figure, text, WIDTH / 2, HEIGHT / 2, square)
        (patch,) = figure.patches or [one for one in figure.artists if isinstance(one, PathPatch)]
        return patch.get_path()

    @pytest.mark.parametrize("square", [90.0, 130.0])
    def test_every_module_is_where_the_standard_has_it(self, square: float) -> None:
        path = self.draw(LINK, square)
        matrix = segno.make_qr(LINK, error="m").matrix
        box = path.get_extents()
        module = box.width * WIDTH / len(matrix)
        middle = [(point + 0.5) * box.width / len(matrix) for point in range(len(matrix))]
        for row, modules in enumerate(matrix):
            down = box.y1 - (row + 0.5) * box.height / len(matrix)
            drawn = path.contains_points([(box.x0 + across, down) for across in middle])
            assert [int(dark) for dark in drawn] == list(modules)
        assert module * len(matrix) >= SMALLEST - 1e-6
        assert box.height * HEIGHT == pytest.approx(box.width * WIDTH)

    @pytest.mark.parametrize("square", [88.0, 95.0, 200.0])
    def test_it_leaves_four_modules_white_and_is_never_too_large(self, square: float) -> None:
        modules = len(segno.make_qr(LINK, error="m").matrix)
        side = self.draw(LINK, square).get_extents().width * WIDTH
        assert side <= LARGEST + 1e-6
        assert side + 2 * QUIET_ZONE * side / modules <= square + 1e-6
        assert QUIET_ZONE == 4

    def test_the_smallest_is_seventy_millimetres(self) -> None:
        assert SMALLEST >= 70
        square = smallest_square(LINK)
        assert self.draw(LINK, square).get_extents().width * WIDTH == pytest.approx(SMALLEST)

    @pytest.mark.parametrize("text", [LINK, "https://t.me/ExampleBot?start=i_7QK4M2XD9TB0V5HC"])
    def test_its_error_level_is_m_or_higher(self, text: str) -> None:
        matrix = _matrix_of(text)
        # ISO/IEC 18004: the first two modules of row 8, unmasked, are 01 for L and 00 for M,
        # 11 for Q and 10 for H; the mask begins with 10.
        level = (matrix[8][0] ^ 1, matrix[8][1])
        assert level in {(0, 0), (1, 1), (1, 0)}

    def test_runs_are_the_dark_modules_of_a_row(self) -> None:
        rows = ((1, 1, 0, 1), (0, 0, 0, 0), (0, 1, 1, 1))
        assert list(find_runs(rows)) == [(0, 0, 2), (0, 3, 1), (2, 1, 3)]


def test_links_are_listed_as_csv() -> None:
    without = replace(POSTER, venue=None, link="https://t.me/ExampleSafetyBot?start=summer")
    assert list_links([POSTER, without]) == (
        f'venue,link\n"Library, Example Road",{LINK}\n,https://t.me/ExampleSafetyBot?start=summer\n'
    )


def test_nothing_heavy_is_loaded_before_a_poster_is_made() -> None:
    code = "import sys, bot.poster; sys.exit('matplotlib' in sys.modules or 'segno' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
