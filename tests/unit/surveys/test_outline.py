from __future__ import annotations

import pytest

from surveys.loading import load_catalogue, load_questionnaire
from surveys.outline import render_outline
from tests.faults.paper import QUESTIONNAIRE


@pytest.fixture(scope="module")
def outline(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    path = tmp_path_factory.mktemp("paper") / "paper.yaml"
    path.write_text(QUESTIONNAIRE, "utf-8")
    return render_outline(load_questionnaire(path)).splitlines()


@pytest.mark.parametrize(
    "line",
    [
        "A survey on paper",
        "paper version 1, languages: en",
        "== Part more: More",
        "   offered with: A little more",
        "lives_here (single, required)",
        "years (number, personal)",
        "   asked if: ${safe} = 'unsafe'",
        "   We ask to compare.",
        "   - too_few: Too few people here [outside]",
        "   - east: East (Bow, Mile End)",
        "   ends the interview if: ${lives_here} = 'no'",
    ],
)
def test_the_outline_tells_wording_options_routing_and_ends(outline: list[str], line: str) -> None:
    assert line in outline


def test_questions_stand_under_their_part_in_the_order_asked(outline: list[str]) -> None:
    names = ["safe (scale)", "why (single)", "== Part more: More", "words (text)", "heard (single)"]
    assert [line for line in outline if line in names] == names


def test_every_wording_source_and_note_of_the_annual_survey_is_told() -> None:
    survey = load_catalogue("annual-perception")
    outline = render_outline(survey)
    assert survey.hash in outline
    for question in survey.questions:
        wordings = [question.text, *(option.label for option in question.options)]
        told = [text["en"] for text in wordings] + [question.source, question.note]
        told += [option.relevant for option in question.options]
        assert [text for text in told if text not in outline] == []


def test_what_the_first_screen_says_of_it_is_told() -> None:
    told = render_outline(load_catalogue("event-poll")).splitlines()
    assert "asks how big a problem crime is and what worries people most" in told
    assert "for people aged 16 or over, as its first screen says" in told
