"""The report of a consultation: what stands in it, what never does, and how it can be read."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.comments.told import Read
from analysis.consultation import Consulted, render_consultation
from analysis.consultation.opening import NO_DECISION, NOT_ANNUAL, NOT_CODED, SELF_CHOSEN
from analysis.consultation.voices import NOT_TOLD, say_base, tabulate_themes
from analysis.disclosure import Internal
from tests.support.pages import Page
from tests.support.printing import BROWSER, NO_BROWSER, print_page
from tests.support.released import release
from tests.support.whole_consultation import COMMENTS, DECISION, QUOTED, RARE, Whole

_HOSTILE = '<script>alert("x")</script>'


def read(html: str) -> Page:
    page = Page(html)
    page.text = re.sub(r"\s+", " ", page.text)
    return page


@pytest.fixture(scope="module")
def html(whole: Whole) -> str:
    return render_consultation(whole.consulted)


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return read(html)


def part(page: Page, name: str, after: str) -> str:
    """The text of a section, from its heading below the contents to the next one."""
    _, _, below = page.text.partition("Where this comes from, and how to make it again")
    _, _, found = below.partition(f" {name} ")
    return found.partition(f" {after} ")[0]


def test_it_can_be_read_with_a_keyboard_and_a_screen_reader(page: Page) -> None:
    assert page.faults == []
    assert page.landmarks == ["header", "main", "nav"]
    assert page.tables > len(page.pictures) > 8


def test_the_same_results_give_the_same_bytes(whole: Whole, html: str) -> None:
    assert render_consultation(whole.consulted) == html


def test_its_parts_stand_in_order_with_plain_words_first(page: Page) -> None:
    assert [text for level, text in page.headings if level < 3] == [
        "Made-up safety consultation: what people told us",
        "Summary",
        "Contents",
        "Who answered, and who is missing",
        "What worries people",
        "Top three concerns",
        "The other answers",
        "Where groups differ",
        "In people’s own words",
        "Places",
        "You said, we did",
        "How it was done, and its limits",
        "Where this comes from, and how to make it again",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "was open from 1 September 2026 to 23 November 2026.",
        f"It feeds this decision: {DECISION[0].upper()}{DECISION[1:]}.",
        "About 600 people took part.",
        "Street harassment: 54 in 100 call it a big problem, probably between 50 and 58 in 100",
        "Top three concerns, of about 600 people who named any or said “None of these”: Street har",
        "Sex, Female: clearly more call street harassment a big problem (67 %, 54 % of all",
        "Bangladeshi background: 35 in 100 residents, but about 22 in 100 of the answers.",
        "Residents who took part are counted here, each share among those who gave that",
        "Named by the most people: ",
        SELF_CHOSEN,
        NOT_ANNUAL,
        "The tone of comments is worked out for staff as an aid to reading.",
    ],
)
def test_the_summary_says_it(page: Page, sentence: str) -> None:
    assert sentence in page.text.partition("Contents")[0]


def test_who_is_missing_has_the_share_that_the_picture_beside_the_census_has(
    whole: Whole, page: Page
) -> None:
    took_part = whole.released.results.took_part
    assert took_part is not None
    [share] = [
        level.unweighted
        for one in took_part.groupings
        for level in one.levels
        if level.code == "bangladeshi"
    ]
    assert share is not None
    [said] = [one for one in took_part.missing if one.startswith("Bangladeshi")]
    assert said.endswith(f"but about {100 * share:.0f} in 100 of the answers.")
    assert said in page.text
    for sentence in took_part.checks:
        for one in took_part.groupings:
            for level in one.levels:
                if sentence.startswith(f"{level.label} ({one.label}): "):
                    assert f", {100 * (level.unweighted or 0):.0f} in 100 of the ans" in sentence


def test_nothing_is_called_what_most_people_said_where_few_of_them_did(page: Page) -> None:
    assert "What was named most, and what was done about it" in page.text
    assert not re.search(r"[Mm]ost people (said|spoke)", page.text)


def test_of_those_compared_it_is_said_who_they_are_and_not_that_they_were_compared(
    page: Page,
) -> None:
    assert "where enough of both answered; counted here: residents who took part. Only" in page.text
    assert "Compared were" not in page.text


def test_a_large_group_is_not_said_to_be_few_where_those_outside_it_are(page: Page) -> None:
    groups = part(page, "Where groups differ", "In people’s own words")
    assert "Too few people, in the group or outside it, to say whether they differ: " in groups
    assert "too few to compare" in groups
    assert "Too few answered to say" not in groups


def test_how_many_gave_a_characteristic_is_a_sentence(page: Page) -> None:
    taking_part = part(page, "Who answered, and who is missing", "What worries people")
    assert "Sex: about 340 people gave it." in taking_part
    assert not re.search(r"answers: \w+\.", taking_part)


def test_answers_on_whether_a_place_is_named_are_no_places(page: Page) -> None:
    places = part(page, "Places", "You said, we did")
    _, _, ways = places.partition("Whether and how people told of a place: ")
    assert "Answer People who gave it" in ways


def test_who_chose_to_take_part_is_said_once_for_all_pictures_of_answers(html: str) -> None:
    captions = re.findall(r"<figcaption>.*?</figcaption>", html, re.DOTALL)
    assert len(captions) > 8
    assert not any("chose to take part" in one for one in captions)
    [shared] = re.findall(r"This goes for all pictures of answers below:.*?</p>", html, re.DOTALL)
    assert "Not weighted. Intervals assume that chance alone decided who took part." in shared


def test_feeling_safe_and_unsafe_are_said_to_be_no_balance(whole: Whole, page: Page) -> None:
    words = part(page, "In people’s own words", "You said, we did")
    assert "“Feels safe” is counted beside whatever else somebody speaks of" in words
    assert "“Feels unsafe, no reason named” only where no reason is named" in words
    assert whole.consulted.themes is not None
    assert any("no balance" in one for one in tabulate_themes(whole.consulted.themes).notes)


@pytest.mark.parametrize(
    ("read_", "said"),
    [
        (Read.NOBODY, "No analyst has checked its codes."),
        (Read.FEWER, "for comments of fewer than half of the people; where both"),
        (Read.HALF, "for comments of half or more of the people; where both"),
        (Read.EVERYBODY, "for comments of everybody; where both"),
    ],
    ids=str,
)
def test_of_whom_an_analyst_read_comments_is_said_without_a_number(
    whole: Whole, read_: Read, said: str
) -> None:
    assert whole.consulted.themes is not None
    [*_, line] = say_base(replace(whole.consulted.themes, read=read_))
    assert said in line


def test_every_issue_stands_in_one_picture_the_biggest_problem_first(page: Page) -> None:
    [picture] = [one["alt"] for one in page.pictures if "How many call each issue" in one["alt"]]
    shares = [int(one) for one in re.findall(r": (\d+) in 100 call it a big problem", picture)]
    assert len(shares) == 18
    assert shares == sorted(shares, reverse=True)


def test_what_was_drawn_at_random_is_marked_with_its_smaller_base(page: Page) -> None:
    table = part(page, "What worries people", "Every answer from 1 to 5")
    assert "Burglary 38 % 32 % 44 % 280 people drawn at random" in table
    assert "Drug dealing 38 % 34 % 42 % 565 everybody" in table
    assert "* Asked of people drawn at random" in table


def test_every_theme_is_there_those_of_few_people_too(whole: Whole, page: Page) -> None:
    words = part(page, "In people’s own words", "You said, we did")
    assert whole.consulted.themes is not None
    for theme in whole.consulted.themes.themes:
        assert theme.label in words, theme.code
    assert "fewer than 10 not told not told" in words


def test_what_fits_no_theme_is_counted_and_nothing_is_told_of_what_is_said_of_it(
    whole: Whole, page: Page
) -> None:
    words = part(page, "In people’s own words", "You said, we did")
    assert whole.consulted.themes is not None
    table = tabulate_themes(whole.consulted.themes)
    [row] = [one for one in table.rows if one[-1] == "other"]
    assert row[3:6] == (NOT_TOLD,) * 3
    assert "What is said of “Something else” is not told: it is whatever fits no theme" in words


def test_quotes_stand_under_their_theme_and_nothing_else_that_was_written(html: str) -> None:
    quoted = re.findall(r"<blockquote[^>]*><p>(.*?)</p>", html)
    assert sorted(quoted) == sorted(QUOTED)
    for words in {*COMMENTS, RARE} - {*QUOTED, "nothing"}:
        assert words not in html
    _, _, below = html.partition('id="theme-lighting"')
    assert QUOTED[0] in below.partition("</div>")[0]


@pytest.mark.parametrize("synthetic", [True, False])
def test_who_approved_the_quotes_of_made_up_residents_is_made_up(
    whole: Whole, synthetic: bool
) -> None:
    html = render_consultation(whole.consulted)
    if not synthetic:
        assert whole.consulted.themes is not None
        results = release(replace(whole.released.results, synthetic=False))
        themes = replace(whole.consulted.themes, synthetic=False)
        html = render_consultation(replace(whole.consulted, released=results, themes=themes))
    page = read(html).text
    assert ("a made-up analyst approved each" in page) is synthetic
    assert ("A made-up analyst has checked its codes" in page) is synthetic
    assert ("A person has read and approved each." in page) is not synthetic


def test_how_comments_feel_is_not_in_it(page: Page) -> None:
    assert "sentiment" not in page.text.lower()
    assert not re.search(r"\b(negative|positive)\b", page.text.lower())


def test_the_map_and_every_kind_of_place_have_their_tables(page: Page) -> None:
    places = part(page, "Places", "You said, we did")
    assert [one for one in page.pictures if "shaded squares" in one["alt"]]
    assert "Bow West (E536250N182750)" in places
    assert "Places named by at least ten people" in places


def test_slots_are_empty_until_somebody_says_what_was_done(whole: Whole, page: Page) -> None:
    slots = part(page, "You said, we did", "How it was done, and its limits")
    assert "Nothing is recorded yet of what was done." in slots
    assert slots.count("to be filled in") == 2 * 9
    done = replace(whole.consulted, actions={"en": "New lamps in Made-up Street.\nNothing else."})
    told = part(
        read(render_consultation(done)), "You said, we did", "How it was done, and its limits"
    )
    assert told.strip() == "New lamps in Made-up Street. Nothing else."


def test_comments_that_are_not_coded_are_a_sentence_and_not_a_gap(whole: Whole) -> None:
    page = read(render_consultation(replace(whole.consulted, themes=None, quotes=None)))
    assert page.faults == []
    assert part(page, "In people’s own words", "Places").strip() == NOT_CODED


def test_without_a_decision_it_says_so(whole: Whole) -> None:
    asked = whole.asked
    manifest = asked.manifest.model_copy(update={"decision": ""})
    consulted = replace(whole.consulted, asked=replace(asked, manifest=manifest))
    assert NO_DECISION in render_consultation(consulted)


def test_made_up_answers_are_marked_on_every_sheet_and_picture(html: str, page: Page) -> None:
    assert '@page { @top-left { content: "SYNTHETIC: made-up answers"; } }' in html
    assert all(one["alt"].startswith("SYNTHETIC") for one in page.pictures)


@pytest.mark.parametrize("language", ["en", '"><script>'])
def test_what_officers_wrote_is_escaped(whole: Whole, language: str) -> None:
    manifest = whole.asked.manifest.model_copy(update={"decision": _HOSTILE, "title": _HOSTILE})
    asked = replace(whole.asked, manifest=manifest)
    hostile = replace(whole.consulted, asked=asked, actions={language: _HOSTILE})
    assert "<script>" not in render_consultation(hostile)


def test_only_what_is_released_can_be_in_it(whole: Whole) -> None:
    with pytest.raises(TypeError, match="only what is released"):
        Consulted(Internal(whole.released.results), whole.asked)  # type: ignore[arg-type]  # tried
    with pytest.raises(TypeError, match="only what is released"):
        render_consultation(whole.released)  # type: ignore[arg-type]  # tried


def test_parts_of_two_rounds_cannot_be_in_one_report(whole: Whole) -> None:
    assert whole.consulted.themes is not None
    other = replace(whole.consulted.themes, round="another")
    with pytest.raises(ValueError, match="parts of different rounds: another, consultation-2026"):
        replace(whole.consulted, themes=other)


@pytest.mark.skipif(not BROWSER, reason=NO_BROWSER)
def test_it_prints_on_a4_in_few_sheets(html: str, tmp_path: Path) -> None:
    printed = print_page(html, tmp_path)
    assert printed.size == {(210, 297)}
    assert printed.pages <= 11
