"""Synthetic residents: the same from the same seed, and able to answer whatever is asked."""

from __future__ import annotations

import pytest

from analysis.plan_loading import load_plan
from bot.made_up import ABROAD, CASES_EVERY, LONG, load_bank
from bot.synthetic import Persona, PersonaMaker
from surveys.grid import corner_of, snap
from surveys.loading import load_catalogue
from surveys.questionnaire import Kind, Questionnaire
from surveys.redaction import redact
from surveys.safeguarding import find_cues

NAMES = ("annual-perception", "safety-consultation", "digital-walk", "event-poll", "young-people")
CONSULTATION = load_catalogue("safety-consultation")


def draw(questionnaire: Questionnaire, seed: int = 1, people: int = 80) -> list[Persona]:
    maker = PersonaMaker(questionnaire, load_plan("tower-hamlets-2025"), seed)
    return [maker.draw() for _ in range(people)]


@pytest.fixture(scope="module")
def residents() -> list[Persona]:
    return draw(CONSULTATION)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_draws_the_same_residents(name: str) -> None:
    questionnaire = load_catalogue(name)
    assert draw(questionnaire, people=10) == draw(questionnaire, people=10)
    assert draw(questionnaire, people=10) != draw(questionnaire, seed=2, people=10)


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_is_one_that_the_question_offers_and_ends_nothing(name: str) -> None:
    questionnaire = load_catalogue(name)
    for persona in draw(questionnaire):
        for question in questionnaire.questions:
            if question.kind in {Kind.SINGLE, Kind.SCALE, Kind.MULTIPLE}:
                offered = {one.label["en"]: one for one in question.options}
                given = persona.answers[question.name]
                assert set(given) - {"Prefer not to say"} <= set(offered)
                assert given or not question.required
                ends = [ending.when for ending in question.endings]
                assert not any(f"'{offered[one].code}'" in when for one in given for when in ends)


def test_nobody_picks_more_than_may_be_picked(residents: list[Persona]) -> None:
    assert {len(one.answers["concerns"]) for one in residents} <= {1, 2, 3}


def test_some_type_numbers_some_slip_and_some_take_the_further_part(
    residents: list[Persona],
) -> None:
    for trait in ("types_numbers", "slips", "extra"):
        assert 0 < sum(getattr(one, trait) for one in residents) < len(residents)


class TestWords:
    def test_the_first_residents_bring_every_case_and_later_ones_bring_them_again(
        self, residents: list[Persona]
    ) -> None:
        cases = load_bank().cases
        typed = [words for one in residents[: len(cases) // 2] for words in one.words.values()]
        assert [words.keep for words in typed] == [case.keep for case in cases]
        for case, words in zip(cases, typed, strict=True):
            assert len(words.texts) == len(case.texts)
            assert LONG not in words.texts
        assert residents[CASES_EVERY].words == residents[0].words

    def test_one_text_is_longer_than_any_question_keeps(self, residents: list[Persona]) -> None:
        longest = max(len(t) for one in residents for w in one.words.values() for t in w.texts)
        most = max(int(one.maximum or 0) for one in CONSULTATION.questions if one.kind is Kind.TEXT)
        assert most < longest <= 4096

    @pytest.mark.parametrize("case", load_bank().cases, ids=lambda case: case.name)
    def test_what_is_planted_in_a_case_is_taken_out_or_never_kept(self, case: object) -> None:
        [found] = [one for one in load_bank().cases if one == case]
        said = " ".join(found.texts)
        assert all(one in said for one in found.planted)
        kept = redact(found.texts[-1]).text if found.keep else ""
        assert not any(one in kept for one in found.planted)

    @pytest.mark.parametrize("case", load_bank().cases, ids=lambda case: case.name)
    def test_a_case_brings_a_card_exactly_where_it_says_so(self, case: object) -> None:
        [found] = [one for one in load_bank().cases if one == case]
        assert any(find_cues(text) for text in found.texts) is found.help

    @pytest.mark.parametrize("text", load_bank().ordinary)
    def test_an_ordinary_comment_is_kept_as_it_is(self, text: str) -> None:
        assert redact(text).text == text


class TestPlaces:
    def test_locations_lie_in_squares_that_count_unless_they_are_abroad(
        self, residents: list[Persona]
    ) -> None:
        cells = set(CONSULTATION.by_name["place_spot"].cells)
        spots = [spot for one in residents for spot in one.spots["place_spot"]]
        assert {snap(*spot) in cells for spot in spots if spot != ABROAD} == {True}
        assert ABROAD in spots
        assert snap(*ABROAD) not in cells

    def test_many_name_the_same_few_squares(self, residents: list[Persona]) -> None:
        squares = [snap(*spot) for one in residents for spot in one.spots["place_spot"]]
        most = max(squares.count(square) for square in set(squares))
        assert most > len(residents) / 10
        assert all(corner_of(one) for one in squares if one != "outside")

    def test_nobody_sends_more_than_five(self, residents: list[Persona]) -> None:
        assert all(len(one.spots["place_spot"]) <= 5 for one in residents)


class TestWhoTheyAre:
    @pytest.mark.parametrize(
        ("question", "usual", "least"),
        [("orientation", "Heterosexual", 0.75), ("conditions", "No", 0.65)],
    )
    def test_most_say_the_usual_and_a_few_prefer_not_to_say(
        self, question: str, usual: str, least: float
    ) -> None:
        given = [said for one in draw(CONSULTATION, people=400) for said in one.answers[question]]
        assert given.count(next(one for one in given if one.startswith(usual))) > least * len(given)
        assert 0 < given.count("Prefer not to say") < 0.15 * len(given)

    def test_no_religion_is_everybodys_and_some_are_had_by_few(self) -> None:
        given = [said for one in draw(CONSULTATION, people=400) for said in one.answers["religion"]]
        counts = sorted(given.count(said) for said in set(given))
        assert counts[0] < 10 < len(given) / 5 < counts[-1] < len(given) / 2

    def test_details_belong_to_the_group_that_was_told(self) -> None:
        told = 0
        options = {one.label["en"]: one for one in CONSULTATION.by_name["ethnic_detail"].options}
        groups = {one.label["en"]: one for one in CONSULTATION.by_name["ethnic_group"].options}
        for one in draw(CONSULTATION, people=200):
            group, detail = one.answers["ethnic_group"], one.answers["ethnic_detail"]
            if group and detail and "Prefer not to say" not in {*group, *detail}:
                told += 1
                assert f"'{groups[group[0]].code}'" in options[detail[0]].relevant
        assert told > 150
