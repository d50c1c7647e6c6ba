from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from surveys.contacts import Group, load_contacts
from surveys.expressions import evaluate, parse
from surveys.loading import list_catalogue, load_catalogue, load_questionnaire
from surveys.questionnaire import Kind, OptionKind, Question, Questionnaire

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared"
EXAMPLE = ROOT / "docs" / "examples" / "csew1314" / "questionnaire.yaml"

YOUR_AREA = "By 'your area' I mean within 15 minutes' walk from your home."
STATEMENTS = (
    f"To what extent do you agree with these statements about the police in your area? {YOUR_AREA}"
)
SAFETY = ("Very safe", "Fairly safe", "Neither safe nor unsafe", "Fairly unsafe", "Very unsafe")
AGREEMENT = (
    "Strongly agree",
    "Tend to agree",
    "Neither agree nor disagree",
    "Tend to disagree",
    "Strongly disagree",
)


@pytest.fixture(scope="module")
def annual() -> Questionnaire:
    return load_catalogue("annual-perception")


@pytest.mark.parametrize("name", list_catalogue())
def test_every_questionnaire_of_the_catalogue_loads_under_its_own_name(name: str) -> None:
    assert load_catalogue(name).name == name


def test_the_catalogue_lists_what_ships() -> None:
    assert "annual-perception" in list_catalogue()


def test_a_published_version_never_changes(annual: Questionnaire) -> None:
    assert annual.version == 1
    assert annual.hash == "316e2b240f02f98f20af6dd7cc56c12f939806602b4d9beacf6f53c6572436e3", (
        "The content of annual-perception changed: give it a new version, and name the items "
        "whose trend breaks in the changelog."
    )


def test_questions_stand_in_their_fixed_order(annual: Questionnaire) -> None:
    assert [(part, [q.name for q in questions]) for part, questions in _parts(annual)] == [
        (
            "main",
            [
                "age",
                "lives_here",
                "after_dark",
                "in_day",
                "good_job",
                "relied_on",
                "treat_everyone_fairly",
                "listens",
                "trust_mps",
                "get_on_well",
                "asb_reporting",
                "sex",
                "age_band",
                "ethnic_group",
                "ethnic_detail",
                "home",
            ],
        ),
        (
            "more",
            [
                "quiet_street",
                "public_space",
                "park",
                "informed",
                "stop_search_fair",
                "asb_reported",
                "asb_report_quick",
                "asb_heard_back",
                "conditions",
                "conditions_reduce",
            ],
        ),
    ]


def _parts(questionnaire: Questionnaire) -> Iterator[tuple[str, list[Question]]]:
    for part, questions in itertools.groupby(questionnaire.questions, lambda q: q.part):
        yield part, list(questions)


def _routes(questionnaire: Questionnaire, part: str) -> Iterator[tuple[str, ...]]:
    """The questions asked on every way through a part that does not end early."""
    questions = [question for question in questionnaire.questions if question.part == part]
    texts = [question.relevant for question in questions if question.relevant]
    deciding = sorted(frozenset().union(*(parse(text).references for text in texts)))
    ways = [["", *questionnaire.by_name[name].option_by_code] for name in deciding]
    for given in itertools.product(*ways):
        codes: dict[str, tuple[str, ...]] = {}
        asked: list[str] = []
        for question in questions:
            if question.relevant and not evaluate(parse(question.relevant), codes):
                continue
            asked.append(question.name)
            chosen = given[deciding.index(question.name)] if question.name in deciding else ""
            codes[question.name] = (chosen,) if chosen else ()
        endings = (ending for name in asked for ending in questionnaire.by_name[name].endings)
        if not any(evaluate(parse(ending.when), codes) for ending in endings):
            yield tuple(asked)


def test_the_main_path_is_at_most_16_questions_and_20_taps(annual: Questionnaire) -> None:
    routes = set(_routes(annual, "main"))
    assert {len(route) for route in routes} == {14, 15, 16}
    for route in routes:
        kinds = [annual.by_name[name].kind for name in route]
        assert set(kinds) <= {Kind.SINGLE, Kind.SCALE, Kind.PLACE}
        agree, submit = 1, 1
        taps = agree + sum(2 if kind is Kind.PLACE else 1 for kind in kinds) + submit
        assert taps <= 20


def test_the_second_part_asks_follow_ups_only_where_they_apply(annual: Questionnaire) -> None:
    lengths = {len(route) for route in _routes(annual, "more")}
    assert lengths == {7, 8, 9, 10}


@pytest.mark.parametrize(
    ("name", "lead_in", "text", "hint", "labels"),
    [
        (
            "after_dark",
            "",
            "How safe or unsafe do you feel when outside in your local area after dark?",
            "",
            SAFETY,
        ),
        (
            "in_day",
            "",
            "How safe or unsafe do you feel when outside in your local area during the day?",
            "",
            SAFETY,
        ),
        (
            "good_job",
            "",
            (
                "Taking everything into account, how good a job do you think the police IN "
                "YOUR AREA are doing?"
            ),
            YOUR_AREA,
            ("Excellent", "Good", "Fair", "Poor", "Very poor"),
        ),
        (
            "relied_on",
            STATEMENTS,
            "They can be relied on to be there when you need them.",
            "",
            AGREEMENT,
        ),
        (
            "treat_everyone_fairly",
            STATEMENTS,
            "The police in your area treat everyone fairly regardless of who they are.",
            "",
            AGREEMENT,
        ),
        (
            "listens",
            STATEMENTS,
            "The police in your area listen to the concerns of local people.",
            "",
            AGREEMENT,
        ),
        (
            "trust_mps",
            "To what extent do you agree or disagree:",
            "The Metropolitan Police Service is an organisation that I can trust.",
            "",
            AGREEMENT,
        ),
        (
            "get_on_well",
            "",
            (
                "To what extent do you agree or disagree that this local area is a place "
                "where people from different backgrounds get on well together?"
            ),
            "",
            ("Definitely agree", "Tend to agree", "Tend to disagree", "Definitely disagree"),
        ),
        (
            "asb_reporting",
            "",
            "If you wanted to report anti-social behaviour, how easy or difficult would it be?",
            "",
            (
                "Very easy",
                "Fairly easy",
                "Neither",
                "Fairly difficult",
                "Very difficult",
                "Don't know how to report it",
            ),
        ),
        ("sex", "", "What is your sex?", "", ("Female", "Male")),
        (
            "informed",
            "",
            (
                "How well informed do you feel about what the police in YOUR AREA have been doing "
                "over the last 12 months?"
            ),
            YOUR_AREA,
            ("Very well", "Fairly well", "Not at all well"),
        ),
        (
            "stop_search_fair",
            "",
            (
                "How confident are you that the Police in your area use their stop and "
                "search powers fairly?"
            ),
            YOUR_AREA,
            ("Very confident", "Fairly confident", "Not very confident", "Not at all confident"),
        ),
        (
            "conditions",
            "",
            (
                "Do you have any physical or mental health conditions or illness lasting "
                "or expected to last 12 months or more?"
            ),
            "",
            ("Yes", "No"),
        ),
        (
            "conditions_reduce",
            "",
            (
                "Do any of your conditions or illnesses reduce your ability to carry out day "
                "to day activities?"
            ),
            "",
            ("Yes, a lot", "Yes, a little", "Not at all"),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and "_" in value else None,
)
def test_items_have_the_wording_of_their_survey(
    annual: Questionnaire, name: str, lead_in: str, text: str, hint: str, labels: tuple[str, ...]
) -> None:
    question = annual.by_name[name]
    assert question.text["en"] == text
    assert (question.lead_in["en"] if question.lead_in else "") == lead_in
    assert (question.hint["en"] if question.hint else "") == hint
    substantive = [o for o in question.options if o.kind is OptionKind.SUBSTANTIVE]
    assert tuple(option.label["en"] for option in substantive) == labels


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        pytest.param(
            "get_on_well",
            {"dont_know": "dont_know", "too_few": "outside", "same_background": "outside"},
            id="options outside the item",
        ),
        pytest.param("asb_reporting", {}, id="not knowing how is an answer"),
        pytest.param("after_dark", {"dont_know": "dont_know"}, id="don't know"),
        pytest.param("sex", {"prefer_not_to_say": "prefer_not_to_say"}, id="refusal"),
        pytest.param("age", {}, id="eligibility"),
    ],
)
def test_options_without_substance_are_marked(
    annual: Questionnaire, name: str, kinds: dict[str, str]
) -> None:
    options = annual.by_name[name].options
    found = {o.code: o.kind for o in options if o.kind is not OptionKind.SUBSTANTIVE}
    assert found == kinds


def test_every_question_names_its_source_and_has_a_short_title(annual: Questionnaire) -> None:
    for question in annual.questions:
        assert question.source, question.name
        assert question.short is not None, question.name
        assert len(question.short["en"].split()) <= 4, question.name


def test_wordings_not_seen_in_their_original_are_marked(annual: Questionnaire) -> None:
    marked = {question.name for question in annual.questions if question.note}
    assert {"after_dark", "in_day", "get_on_well", "informed"} <= marked
    notes = {note for question in annual.questions for note in question.note.split("; ")}
    assert notes == {"", "wording to be confirmed", "don't know added"}
    for question in annual.questions:
        if "roposal" in question.source or "memory" in question.source:
            assert question.name in marked


def test_a_dont_know_that_the_source_does_not_give_is_marked_as_added(
    annual: Questionnaire,
) -> None:
    added = {q.name for q in annual.questions if "don't know added" in q.note}
    settings = {"quiet_street", "public_space", "park"}
    assert added == {"good_job", "informed", "stop_search_fair", *settings}
    assert all("dont_know" in annual.by_name[name].option_by_code for name in added)


def test_questions_about_the_respondent_can_be_refused_and_say_why(annual: Questionnaire) -> None:
    personal = {question.name for question in annual.questions if question.personal}
    assert personal == {
        "sex",
        "age_band",
        "ethnic_group",
        "ethnic_detail",
        "home",
        "conditions",
        "conditions_reduce",
    }
    for name in personal | {"age", "lives_here"}:
        why = annual.by_name[name].why
        assert why is not None
        assert "\n" not in why["en"]


def test_small_counts_of_ethnicity_and_health_are_sensitive(annual: Questionnaire) -> None:
    sensitive = {question.name for question in annual.questions if question.sensitive}
    assert sensitive == {"ethnic_group", "ethnic_detail", "conditions", "conditions_reduce"}


@pytest.mark.parametrize(
    ("group", "count"), [("white", 5), ("mixed", 4), ("asian", 5), ("black", 4), ("other", 2)]
)
def test_each_ethnic_group_offers_its_own_backgrounds(
    annual: Questionnaire, group: str, count: int
) -> None:
    codes = {"ethnic_group": (group,)}
    question = annual.by_name["ethnic_detail"]
    offered = [
        option.code
        for option in question.options
        if not option.relevant or evaluate(parse(option.relevant), codes)
    ]
    assert len(offered) == count + 1
    assert offered[-1] == "prefer_not_to_say"
    assert all(code.startswith(group) for code in offered[:-1])


@pytest.mark.parametrize(
    ("question", "code", "ending"),
    [("age", "under_16", "under_16"), ("lives_here", "no", "not_resident")],
)
def test_only_people_the_survey_is_for_go_on(
    annual: Questionnaire, question: str, code: str, ending: str
) -> None:
    asked = annual.by_name[question]
    assert asked.required
    ends = {
        option.code: [e.name for e in asked.endings if _holds(e.when, question, option.code)]
        for option in asked.options
    }
    assert ends.pop(code) == [ending]
    assert not any(ends.values())


def _holds(when: str, question: str, code: str) -> bool:
    return evaluate(parse(when), {question: (code,)})


def test_the_help_that_endings_name_exists(annual: Questionnaire) -> None:
    contacts = load_contacts("tower-hamlets")
    endings = [ending for question in annual.questions for ending in question.endings]
    assert {group for ending in endings for group in ending.help} <= set(Group)
    assert all(contacts.of_groups(ending.help) for ending in endings)
    assert "young_people" in endings[0].help


def test_home_is_twenty_wards_in_four_areas_of_five(annual: Questionnaire) -> None:
    home = annual.by_name["home"]
    assert [area.code for area in home.areas] == [
        "north_west",
        "south_west",
        "north_east",
        "south_east",
    ]
    assert {len(area.wards) for area in home.areas} == {5}
    codes = sorted(home.ward_by_code)
    assert codes[0] == "E05009317"
    assert [int(code[1:]) - 5009317 for code in codes] == list(range(20))


def test_the_example_has_the_codes_and_labels_of_its_data() -> None:
    codebook = SHARED / "data" / "csew1314" / "codebook.json"
    if not codebook.is_file():
        pytest.skip("the survey's codebook is not beside the repository")
    variables = json.loads(codebook.read_text())
    shortened = {("tenure1", "5"): "Live here rent free (excluding squatting)"}
    for question in load_questionnaire(EXAMPLE).questions:
        variable = variables[question.name]
        assert question.text["en"] == variable["label"]
        assert {option.code: option.label["en"] for option in question.options} == {
            (number := code.removesuffix(".0")): shortened.get((question.name, number), label)
            for code, label in variable["values"].items()
        }


def test_the_example_keeps_refusal_and_dont_know_apart_from_answers() -> None:
    questionnaire = load_questionnaire(EXAMPLE)
    for name in ("walkdark", "walkday", "tenure1"):
        options = questionnaire.by_name[name].option_by_code
        assert options["8"].kind is OptionKind.PREFER_NOT_TO_SAY
        assert options["9"].kind is OptionKind.DONT_KNOW
    assert questionnaire.by_name["ethgrp2a"].option_by_code["98"].kind == "prefer_not_to_say"
