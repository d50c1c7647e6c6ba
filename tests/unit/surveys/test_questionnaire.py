from __future__ import annotations

import hashlib
from typing import Any

import pytest
from pydantic import ValidationError

from surveys.questionnaire import Kind, OptionKind, Questionnaire

DATA: dict[str, Any] = {
    "name": "example",
    "version": 1,
    "languages": ("en", "bn"),
    "title": {"en": "Example", "bn": "উদাহরণ"},
    "parts": ({"name": "main", "title": {"en": "Main", "bn": "প্রধান"}},),
    "questions": (
        {
            "name": "safe",
            "kind": "single",
            "text": {"en": "Do you feel safe?", "bn": "আপনি কি নিরাপদ বোধ করেন?"},
            "options": (
                {"code": "yes", "label": {"en": "Yes", "bn": "হ্যাঁ"}},
                {"code": "dk", "label": {"en": "?", "bn": "?"}, "kind": "dont_know"},
            ),
        },
        {
            "name": "home",
            "kind": "place",
            "text": {"en": "Where?", "bn": "কোথায়?"},
            "areas": (
                {
                    "code": "west",
                    "label": {"en": "West", "bn": "পশ্চিম"},
                    "wards": ({"code": "W1", "label": {"en": "Weavers", "bn": "উইভার্স"}},),
                },
            ),
        },
    ),
}


@pytest.fixture
def questionnaire() -> Questionnaire:
    return Questionnaire.model_validate(DATA)


def test_questions_are_found_by_name_and_position(questionnaire: Questionnaire) -> None:
    assert questionnaire.by_name["home"].kind is Kind.PLACE
    assert dict(questionnaire.position) == {"safe": 0, "home": 1}


def test_options_areas_and_wards_are_found_by_code(questionnaire: Questionnaire) -> None:
    safe, home = questionnaire.questions
    unsure = safe.option("dk")
    assert unsure is not None
    assert unsure.kind is OptionKind.DONT_KNOW
    assert safe.option("no") is None
    assert home.area("west") is home.areas[0]
    assert home.area("W1") is None
    assert home.ward("W1") is home.areas[0].wards[0]
    assert home.ward("west") is None


def test_what_is_looked_up_for_every_tap_is_made_once(questionnaire: Questionnaire) -> None:
    question = questionnaire.questions[0]
    assert questionnaire.by_name is questionnaire.by_name
    assert questionnaire.position is questionnaire.position
    assert question.option_by_code is question.option_by_code


def test_nothing_in_a_questionnaire_can_be_changed(questionnaire: Questionnaire) -> None:
    question = questionnaire.questions[0]
    with pytest.raises(ValidationError):
        questionnaire.version = 2
    with pytest.raises(ValidationError):
        question.options[0].code = "no"
    for mapping in (question.text, questionnaire.title, questionnaire.by_name):
        with pytest.raises(TypeError):
            mapping["en"] = "changed"  # type: ignore[index]  # the point of the test


def test_changing_what_a_text_was_made_from_does_not_change_it() -> None:
    title = {"en": "Example", "bn": "উদাহরণ"}
    questionnaire = Questionnaire.model_validate({**DATA, "title": title})
    title["en"] = "changed"
    assert questionnaire.title["en"] == "Example"


def test_the_hash_is_that_of_the_canonical_json(questionnaire: Questionnaire) -> None:
    text = questionnaire.canonical_json()
    assert questionnaire.hash == hashlib.sha256(text.encode()).hexdigest()
    assert "উদাহরণ" in text


def test_the_order_of_languages_and_fields_does_not_change_the_hash(
    questionnaire: Questionnaire,
) -> None:
    title = dict(reversed(DATA["title"].items()))
    backwards = dict(reversed({**DATA, "title": title}.items()))
    assert Questionnaire.model_validate(backwards).hash == questionnaire.hash


def test_a_field_at_its_default_does_not_change_the_hash(questionnaire: Questionnaire) -> None:
    first = {**DATA["questions"][0], "relevant": "", "personal": False}
    spelt_out = {**DATA, "questions": (first, DATA["questions"][1])}
    assert Questionnaire.model_validate(spelt_out).hash == questionnaire.hash


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"version": 2}, id="version"),
        pytest.param({"title": {"en": "Example!", "bn": "উদাহরণ"}}, id="a character"),
        pytest.param({"questions": DATA["questions"][::-1]}, id="order of questions"),
    ],
)
def test_any_change_of_content_changes_the_hash(
    questionnaire: Questionnaire, change: dict[str, Any]
) -> None:
    assert Questionnaire.model_validate({**DATA, **change}).hash != questionnaire.hash


def test_a_changed_copy_has_its_own_hash_and_look_ups(questionnaire: Questionnaire) -> None:
    first = questionnaire.hash, len(questionnaire.by_name)
    copy = questionnaire.model_copy(update={"questions": questionnaire.questions[:1]})
    assert (copy.hash, len(copy.by_name)) != first
    assert len(copy.by_name) == 1
    assert questionnaire.model_copy() == questionnaire


def test_canonical_json_gives_the_same_questionnaire_again(questionnaire: Questionnaire) -> None:
    again = Questionnaire.from_canonical(questionnaire.canonical_json())
    assert again == questionnaire
    assert again.hash == questionnaire.hash
    assert len({again, questionnaire}) == 1
    with pytest.raises(TypeError):
        again.title["en"] = "changed"  # type: ignore[index]  # the point of the test
