"""The pictures of a consultation: which there are, what they say, and what never reaches them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from analysis.comments.codebook import Stance
from analysis.comments.releasing import ReleasedThemes
from analysis.comments.told import People, Told, ToldTheme
from analysis.consultation import Consulted, list_pictures
from analysis.consultation.picturing import list_other_pictures
from analysis.consultation.theme_figure import LOOKS, make_themes_figure
from analysis.figures import Figure
from analysis.origin import say_origin
from analysis.rows import Results
from analysis.shown import Status
from tests.support.released import release
from tests.support.whole_consultation import Whole


@pytest.fixture(scope="module")
def pictures(whole: Whole) -> Mapping[str, Figure]:
    return {one.name: one for one in list_pictures(whole.consulted)}


def test_they_are_the_consultations_own_and_no_panel_of_a_measure(
    pictures: Mapping[str, Figure],
) -> None:
    assert list(pictures) == [
        "issues",
        "answers-concerns-all",
        "answers-connection-all",
        "answers-after-dark-all",
        "answers-in-day-all",
        "themes",
        "took-part-sex",
        "took-part-age-band",
        "took-part-ethnic-group",
        "took-part-area",
        "took-part-bangladeshi",
        "places-place-spot",
    ]


def test_each_says_what_it_shows_that_it_is_made_up_and_where_it_comes_from(
    whole: Whole, pictures: Mapping[str, Figure]
) -> None:
    for one in pictures.values():
        assert one.alt.startswith("SYNTHETIC: made-up answers\n"), one.name
        assert any("fieldwork 1 September 2026 to 23 November 2026" in note for note in one.notes)
        assert one.origin == say_origin(whole.released.results)
        assert one.table.rows


def test_issues_have_interval_and_base_and_stand_in_order(pictures: Mapping[str, Figure]) -> None:
    said = re.findall(
        r": (\d+) in 100 call .* between \d+ and \d+ in 100, from about [\d,]+ people( drawn.*)?\.",
        pictures["issues"].alt,
    )
    shares = [int(share) for share, _ in said]
    assert [bool(drawn) for _, drawn in said].count(True) == 9
    assert len(shares) == 18
    assert shares == sorted(shares, reverse=True)


def test_all_themes_are_named_and_those_of_few_people_without_a_number(
    whole: Whole, pictures: Mapping[str, Figure]
) -> None:
    assert whole.consulted.themes is not None
    alt = pictures["themes"].alt
    few = next(line for line in alt.splitlines() if line.startswith("Fewer than 10 people"))
    for one in whole.consulted.themes.themes:
        if one.people.told is Told.FEW:
            assert one.label in few
            assert f"\n{one.label}: " not in alt
        else:
            assert f"{one.label}: About {one.people.number} people speak of it" in alt
    assert not re.search(r"\d", few.removeprefix("Fewer than 10 people"))


def test_each_stance_of_ten_people_has_a_bar_with_its_words_and_no_other(whole: Whole) -> None:
    drawn = draw_themes(
        whole,
        People(Told.COUNT, 40),
        {
            Stance.PROBLEM: People(Told.COUNT, 30),
            Stance.PROTECTIVE: People(Told.FEW),
            Stance.ASK: People(Told.WITHHELD),
        },
    )
    assert count_bars(drawn) == 2
    assert len({hatch for *_, hatch in LOOKS.values()}) == len(LOOKS)


@pytest.mark.parametrize(
    ("people", "bars", "said"),
    [
        (People(Told.COUNT, 40), 1, "About 40 people speak of it"),
        (People(Told.NEARLY_ALL), 0, "All but fewer than 10 people speak of it"),
        (People(Told.WITHHELD), 1, "A number of people that is not shown"),
        (People(Told.FEW), 0, "Fewer than 10 people, or nobody: Made-up theme."),
    ],
    ids=["told", "nearly all", "withheld: hatched, and its length says nothing", "few"],
)
def test_a_bar_is_drawn_only_of_a_number_that_is_told(
    whole: Whole, people: People, bars: int, said: str
) -> None:
    drawn = draw_themes(whole, people, {})
    assert said in drawn.alt
    assert count_bars(drawn) == bars


def test_two_sizes_that_are_not_told_look_the_same(whole: Whole) -> None:
    withheld = draw_themes(whole, People(Told.WITHHELD), {})
    assert withheld.draw("png") == draw_themes(whole, People(Told.WITHHELD), {}).draw("png")
    assert max(widths_of(withheld)) < 70


def draw_themes(whole: Whole, people: People, stances: Mapping[Stance, People]) -> Figure:
    themes = whole.consulted.themes
    assert isinstance(themes, ReleasedThemes)
    one = ToldTheme("made_up", "Made-up theme", people, None, stances)
    figure = make_themes_figure(replace(whole.consulted, themes=replace(themes, themes=(one,))))
    assert figure is not None
    return figure


def widths_of(figure: Figure) -> list[float]:
    """How long the bars of a picture are, in pixels."""
    root = ET.fromstring(figure.draw("svg", bare=True))  # our own
    scale = 1080 / float(root.attrib["viewBox"].split()[2])
    found = []
    for path in root.iter("{http://www.w3.org/2000/svg}path"):
        corners = re.findall(r"[ML] ([\d.]+) ([\d.]+)", path.attrib.get("d", ""))
        style = path.attrib.get("style", "")
        if len(corners) == 4 and "stroke: #1b1b1b" in style:
            across = [float(x) for x, _ in corners]
            found.append(scale * (max(across) - min(across)))
    return found


def count_bars(figure: Figure) -> int:
    return len(widths_of(figure))


@pytest.mark.parametrize("lacking", ["themes", "places"])
def test_what_nobody_was_asked_or_is_not_coded_has_no_picture(whole: Whole, lacking: str) -> None:
    without = {"themes": {"themes": None, "quotes": None}, "places": {"places": None}}[lacking]
    names = [one.name for one in list_pictures(replace(whole.consulted, **without))]  # type: ignore[arg-type]  # by name
    assert not any(name.startswith(lacking) for name in names)
    assert len(names) == 11


def test_without_answers_one_by_one_the_shares_stand_together(whole: Whole) -> None:
    [picture] = list_other_pictures(whole_with(whole, distributions=()))
    assert picture.name == "shares"
    assert re.search(r"after dark: \d+ in 100.* between \d+ and \d+ in 100", picture.alt)
    assert len(picture.table.rows) == 2


def test_a_share_that_is_withheld_is_a_sentence_and_no_dot(whole: Whole) -> None:
    rows = tuple(
        replace(row, status=Status.SUPPRESSED, estimate=None, ci_low=None, ci_high=None, base=None)
        if row.measure == "safe_in_day"
        else row
        for row in whole.released.results.rows
    )
    [picture] = list_other_pictures(whole_with(whole, distributions=(), rows=rows))
    assert "during the day: not shown, to protect people." in picture.alt
    assert picture.draw("png").startswith(b"\x89PNG")


def test_answers_of_which_nothing_may_be_shown_have_no_picture_of_their_own(whole: Whole) -> None:
    [wanted, *others] = list_other_pictures(whole.consulted)
    nothing = {"status": Status.SUPPRESSED, "estimate": None, "ci_low": None, "ci_high": None}
    spreads = tuple(
        replace(one, options=tuple(replace(option, **nothing) for option in one.options))  # type: ignore[arg-type]  # by name
        if wanted.name == f"answers-{one.name}-{one.domain}".replace("_", "-")
        else one
        for one in whole.released.results.distributions
    )
    hidden = whole_with(whole, distributions=spreads)
    names = {one.name for one in list_pictures(hidden)}
    assert wanted.name not in names
    assert {one.name for one in others} <= names
    # The report still says that this was asked, and why nothing stands there.
    assert wanted.name in {one.name for one in list_other_pictures(hidden)}


def whole_with(whole: Whole, **changes: object) -> Consulted:
    results: Results = replace(whole.released.results, **changes)  # type: ignore[arg-type]  # by name
    return replace(whole.consulted, released=release(results))


def test_only_what_is_released_is_drawn(whole: Whole) -> None:
    for other in (whole.released, whole.coding, whole.asked):
        with pytest.raises(TypeError, match="only what is released"):
            list_pictures(other)  # type: ignore[arg-type]  # tried


def test_the_same_consultation_gives_the_same_bytes(whole: Whole) -> None:
    one, two = (make_themes_figure(whole.consulted) for _ in range(2))
    assert one is not None
    assert two is not None
    assert (one.draw("svg"), one.draw("png")) == (two.draw("svg"), two.draw("png"))
