from __future__ import annotations

from surveys.untranslated import find_untranslated
from tests.support.questionnaires import load_every_kind


def test_a_complete_questionnaire_lacks_nothing_in_its_languages() -> None:
    questionnaire = load_every_kind()
    for language in questionnaire.languages:
        assert find_untranslated(questionnaire, language) == ()


def test_every_text_is_lacking_in_a_language_that_is_not_there() -> None:
    questionnaire = load_every_kind()
    lacking = find_untranslated(questionnaire, "xx")
    for question in questionnaire.questions:
        assert f"{question.name} text" in lacking
        for option in question.options:
            assert f"{question.name} {option.code} label" in lacking
        for area in question.areas:
            assert f"{question.name} {area.code} label" in lacking
            for ward in area.wards:
                assert f"{question.name} {area.code} {ward.code} label" in lacking
        for ending in question.endings:
            assert f"{question.name} {ending.name} message" in lacking
    assert {"title", *(f"{part.name} title" for part in questionnaire.parts)} <= set(lacking)


def test_a_blank_text_is_lacking() -> None:
    questionnaire = load_every_kind()
    blank = questionnaire.model_copy(update={"title": {"en": "  "}})
    assert find_untranslated(blank, "en") == ("title",)
