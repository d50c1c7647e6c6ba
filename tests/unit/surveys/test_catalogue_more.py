"""The consultation, the walk, the poll and the survey for young people: what they promise."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from surveys.contacts import Group, load_contacts
from surveys.loading import list_catalogue, load_catalogue
from surveys.outline import render_outline
from surveys.questionnaire import SILENT, Kept, Kind, Layout, OptionKind, Question, Questionnaire
from tests.support.reading import YEARS_BEFORE_GRADE_1, grade, read_labels, read_sentences
from tests.support.timing import longest_minutes

OUTLINES = (
    Path(__file__).parents[3] / "surveys" / "catalogue" / "outlines" / "tower-hamlets.geojson"
)
ANNUAL = load_catalogue("annual-perception")
CONSULTATION = load_catalogue("safety-consultation")
WALK = load_catalogue("digital-walk")
POLL = load_catalogue("event-poll")
YOUNG = load_catalogue("young-people")
NEW = [CONSULTATION, WALK, POLL, YOUNG]
FIXED = (
    "drug_dealing", "drug_use", "asb", "noise", "violence", "robbery", "street_harassment",
    "hate_crime",
)  # fmt: skip
DRAWN = (
    "nitrous_oxide", "nuisance_vehicles", "speeding", "fly_tipping", "burglary", "theft",
    "vandalism", "drunk_disorderly", "rough_sleeping",
)  # fmt: skip
EQUALITY = {"sex", "age_band", "ethnic_group", "ethnic_detail", "conditions", "conditions_reduce"}


def codes(question: Question) -> list[str]:
    return [option.code for option in question.options]


def substantive(question: Question) -> list[str]:
    return [o.code for o in question.options if o.kind is OptionKind.SUBSTANTIVE]


def issues(questionnaire: Questionnaire) -> list[Question]:
    return [q for q in questionnaire.questions if q.name.startswith("issue_")]


def test_what_ships() -> None:
    assert list_catalogue() == (
        "annual-perception", "digital-walk", "event-poll", "safety-consultation", "young-people",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "digest"),
    [
        ("safety-consultation", "2f23f763666e89cd7395e0815f567798acff97ebba245914b2ec13c09d13653d"),
        ("digital-walk", "86d5eec5abe1022cc4ebf839accfb63f2524a1044c7d9c6756ae132be57efc0b"),
        ("event-poll", "a68920648442498247561ec92421b6ca131f9024b111e03de6aa0d3f4cd577a5"),
        ("young-people", "8156af3afbbeba64692bac240da284eccde5352eac067ab8fcb604922d3a94ae"),
    ],
)
def test_a_published_version_never_changes(name: str, digest: str) -> None:
    questionnaire = load_catalogue(name)
    assert questionnaire.version == 1
    assert questionnaire.hash == digest, (
        f"The content of {name} changed: once a release has it, give it a new version, and name "
        "the items whose trend breaks in the changelog."
    )


def test_the_consultation_says_what_a_local_area_is_to_who_lives_elsewhere() -> None:
    # before the two questions that use the words, which stay as they are in the annual survey
    names = [one.name for one in CONSULTATION.questions]
    assert names.index("connection") < names.index("after_dark")
    hint = CONSULTATION.by_name["connection"].hint
    assert hint is not None
    assert "local area" in hint["en"]
    assert "where you live, or where you work, study or spend time" in hint["en"]


@pytest.mark.parametrize("questionnaire", NEW, ids=lambda one: one.name)
class TestEach:
    def test_every_wording_names_its_source_and_what_is_not_settled(
        self, questionnaire: Questionnaire
    ) -> None:
        for question in questionnaire.questions:
            assert question.source, question.name
            if question.kind is not Kind.DRAW:
                assert question.short is not None, question.name
                assert len(question.short["en"].split()) <= 4, question.name
            if "roposal" in question.source and question.kind is not Kind.DRAW:
                assert "wording to be confirmed" in question.note, question.name

    def test_only_an_age_that_is_too_low_ends_it_and_with_help(
        self, questionnaire: Questionnaire
    ) -> None:
        contacts = load_contacts("tower-hamlets")
        required = [question.name for question in questionnaire.questions if question.required]
        assert required == ([] if questionnaire is POLL else ["age"])
        for question in questionnaire.questions:
            assert [one.name for one in question.endings] == (
                ["under_16"] if question.required else []
            )
            for ending in question.endings:
                assert set(ending.help) == {Group.EMERGENCY.value, Group.YOUNG_PEOPLE.value}
                assert contacts.of_groups(ending.help)

    def test_whom_it_is_for_is_asked_or_told_beforehand(self, questionnaire: Questionnaire) -> None:
        asked = [question.name for question in questionnaire.questions if question.endings]
        assert (asked, questionnaire.youngest) in ((["age"], None), ([], 16))

    def test_a_line_of_the_review_says_what_was_answered(
        self, questionnaire: Questionnaire
    ) -> None:
        for question in questionnaire.questions:
            short = (question.short or question.text)["en"]
            if "yes" in codes(question) and len(question.options) == 2:
                # "Age: Yes" would be no answer to anything
                assert short != "Age", question.name

    def test_options_fit_a_phone(self, questionnaire: Questionnaire) -> None:
        rows = [q for q in questionnaire.questions if q.layout is Layout.ROW]
        assert all(substantive(question) == ["1", "2", "3", "4", "5"] for question in rows)
        for question in questionnaire.questions:
            if question.kind is not Kind.DRAW and not question.is_filtered:
                assert len(question.options) <= 20, question.name
                assert all(len(option.label["en"]) <= 45 for option in question.options)

    def test_words_and_places_are_kept_apart_and_nothing_personal_with_them(
        self, questionnaire: Questionnaire
    ) -> None:
        for question in questionnaire.questions:
            if question.name.startswith("place_") and question.name != "place_type":
                assert question.file is Kept.PLACES
            if question.file is not Kept.ANSWERS:
                assert not question.personal
                assert not question.sensitive
        if any(question.kind is Kind.TEXT for question in questionnaire.questions):
            assert questionnaire.by_name["may_quote"].file is Kept.COMMENTS
            assert codes(questionnaire.by_name["may_quote"]) == ["yes", "no"]

    def test_it_is_told_in_words(self, questionnaire: Questionnaire) -> None:
        outline = render_outline(questionnaire)
        for question in questionnaire.questions:
            assert question.text["en"] in outline
            assert question.source in outline


class TestConsultation:
    def test_it_asks_about_safety_in_the_words_of_the_annual_survey(self) -> None:
        for name in ("after_dark", "in_day"):
            assert CONSULTATION.by_name[name] == ANNUAL.by_name[name]

    def test_its_groups_are_those_of_the_annual_survey(self) -> None:
        for name in ("age", "age_band", "sex", "ethnic_group", "ethnic_detail", "conditions"):
            assert codes(CONSULTATION.by_name[name]) == codes(ANNUAL.by_name[name])
        assert CONSULTATION.by_name["home"].areas == ANNUAL.by_name["home"].areas

    def test_crime_and_eight_issues_are_asked_of_all_and_four_of_nine_drawn(self) -> None:
        asked = issues(CONSULTATION)
        of_all = [question.name for question in asked if not question.relevant]
        assert of_all == ["issue_crime", *(f"issue_{code}" for code in FIXED)]
        drawn = CONSULTATION.by_name["drawn_issues"]
        assert (tuple(codes(drawn)), drawn.maximum) == (DRAWN, 4)
        conditions = {q.name: q.relevant for q in asked if q.relevant}
        assert conditions == {
            f"issue_{code}": f"selected(${{drawn_issues}}, '{code}')" for code in DRAWN
        }

    def test_each_issue_is_scored_from_1_to_5_with_its_ends_spelled_out(self) -> None:
        for question in issues(CONSULTATION):
            assert (question.kind, question.layout) == (Kind.SCALE, Layout.ROW)
            assert codes(question) == ["1", "2", "3", "4", "5", "dont_know"]
            assert question.hint is not None
            assert question.hint["en"] == "1 = no problem at all, 5 = a very big problem"

    def test_drug_dealing_and_drug_use_are_two_items(self) -> None:
        texts = [CONSULTATION.by_name[f"issue_{one}"].text["en"] for one in FIXED[:2]]
        assert texts == ["People dealing drugs", "People using drugs in public"]

    def test_up_to_three_concerns_are_chosen_from_every_issue(self) -> None:
        concerns = CONSULTATION.by_name["concerns"]
        assert (concerns.kind, concerns.maximum, concerns.minimum) == (Kind.MULTIPLE, 3, None)
        assert codes(concerns) == [*FIXED, *DRAWN, "other", "none", "dont_know"]
        assert [option.code for option in concerns.options if option.exclusive] == ["none"]

    def test_what_to_focus_on_is_asked_in_the_words_of_the_plan(self) -> None:
        assert CONSULTATION.by_name["focus"].text["en"] == (
            "What should the council and other services focus on to keep your community safe?"
        )

    def test_questions_about_the_person_stand_in_a_part_that_is_offered(self) -> None:
        about = {question.name for question in CONSULTATION.questions if question.personal}
        assert about == {*EQUALITY, "home", "religion", "orientation"}
        assert {q.name for q in CONSULTATION.questions if q.part == "more"} == about
        for name in about:
            question = CONSULTATION.by_name[name]
            assert question.why is not None
            assert not question.required
        sensitive = {question.name for question in CONSULTATION.questions if question.sensitive}
        assert sensitive == about - {"sex", "age_band", "home"}

    def test_a_place_is_given_in_one_way(self) -> None:
        names = ("place_kind", "place_ward", "place_spot")
        assert [CONSULTATION.by_name[name].relevant for name in names] == [
            f"${{place}} = '{way}'" for way in ("kind", "ward", "location")
        ]
        assert CONSULTATION.by_name["place_spot"].maximum == 5

    def test_its_wards_are_those_of_the_outlines(self) -> None:
        features = json.loads(OUTLINES.read_text("utf-8"))["features"]
        wards = CONSULTATION.by_name["place_ward"].ward_by_code
        assert len(features) == len(wards) == 20
        properties = " ".join(json.dumps(feature["properties"]) for feature in features)
        assert set(re.findall(r"E05\d{6}", properties)) == set(wards)

    def test_the_first_part_takes_six_minutes_at_most_without_the_typing(self) -> None:
        """5.3 minutes by this estimate; 3.5 where what is repeated is not read again."""
        assert 4 < longest_minutes(CONSULTATION, "main") <= 6
        whole = sum(longest_minutes(CONSULTATION, p, repeated=False) for p in ("main", "more"))
        assert whole <= 6

    def test_the_offer_of_two_more_minutes_is_kept(self) -> None:
        offer = CONSULTATION.parts[1].offer
        assert offer is not None
        assert "two more minutes" in offer["en"]
        assert longest_minutes(CONSULTATION, "more") < 2.5


class TestWalk:
    def test_nothing_is_asked_about_the_person(self) -> None:
        assert not any(question.personal for question in WALK.questions)
        assert substantive(WALK.by_name["age"]) == ["yes", "no"]

    def test_a_kind_of_place_a_time_and_what_makes_it_so_stand_together(self) -> None:
        together = ("place_type", "time_of_day", "light", "feels", "makes_safe", "makes_unsafe")
        assert {WALK.by_name[name].file for name in together} == {Kept.ANSWERS}
        for name in ("makes_safe", "makes_unsafe"):
            assert WALK.by_name[name].kind is Kind.MULTIPLE
            assert not WALK.by_name[name].relevant

    def test_one_place_is_one_square(self) -> None:
        assert WALK.by_name["place_spot"].maximum == 1


class TestPoll:
    def test_it_is_two_questions_in_half_a_minute(self) -> None:
        assert len(POLL.questions) == 2
        assert longest_minutes(POLL, "main") <= 0.5

    def test_both_are_those_of_the_consultation(self) -> None:
        crime, asked = POLL.by_name["issue_crime"], CONSULTATION.by_name["issue_crime"]
        assert (crime.text, crime.lead_in, crime.hint) == (asked.text, asked.lead_in, asked.hint)
        assert crime.options == asked.options
        concerns = CONSULTATION.by_name["concerns"]
        assert codes(POLL.by_name["top_concern"]) == codes(concerns)
        labels = [o.label["en"] for o in POLL.by_name["top_concern"].options]
        assert labels == [o.label["en"] for o in concerns.options]


class TestYoung:
    def test_its_words_are_read_at_nine(self) -> None:
        assert grade(read_sentences(YOUNG)) + YEARS_BEFORE_GRADE_1 <= 9
        for sentence in read_sentences(YOUNG):
            assert grade([sentence]) + YEARS_BEFORE_GRADE_1 <= 9, sentence

    def test_its_options_are_short(self) -> None:
        harmonised = {"sex", "ethnic_group"}
        for name, label in read_labels(YOUNG):
            assert name in harmonised or len(label.split()) <= 8, label

    def test_a_harder_wording_would_be_noticed(self) -> None:
        annual = ANNUAL.by_name["after_dark"].text["en"]
        assert grade([annual]) + YEARS_BEFORE_GRADE_1 > 9

    def test_it_asks_about_ten_questions_and_then_two(self) -> None:
        main = [q for q in YOUNG.questions if q.part == "main" and q.kind not in SILENT]
        assert len(main) == 10
        assert [q.name for q in YOUNG.questions if q.part == "more"] == ["sex", "ethnic_group"]

    def test_no_item_shares_a_name_with_the_annual_survey_but_groups(self) -> None:
        shared = set(YOUNG.by_name) & set(ANNUAL.by_name)
        assert shared == {"age", "sex", "ethnic_group"}
