"""What buttons carry."""

from __future__ import annotations

import pytest

from bot.tokens import MOST_BYTES, Display, Token
from surveys.loading import list_catalogue, load_catalogue
from surveys.questionnaire import Question


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(Token("p", 1), id="round alone"),
        pytest.param(Token("c", 35, "ab12", 36, 0, "very_safe"), id="answer"),
        pytest.param(Token("c", 36**3, "zzzz", 36**4, 99, "a.b.c"), id="dots in the value"),
        pytest.param(Token("o", value="en+*"), id="display"),
        pytest.param(Token("x"), id="nothing"),
    ],
)
def test_a_token_is_read_as_it_was_written(token: Token) -> None:
    assert Token.read(token.write()) == token


@pytest.mark.parametrize(
    "text",
    ["", "c", "c.1.ab.2.3", "cc.1.ab.2.3.x", ".1.ab.2.3.x", "c.?.ab.2.3.x", "c.1.ab..3.x", "\x00"],
)
def test_what_is_no_token_is_told_apart(text: str) -> None:
    assert Token.read(text) is None


def codes_of(question: Question) -> list[str]:
    wards = [ward.code for area in question.areas for ward in area.wards]
    options = [option.code for option in question.options]
    places = [*wards, *(area.code for area in question.areas), *question.cells]
    return [*options, *places, "prefer_not_to_say"]


@pytest.mark.parametrize("name", list_catalogue())
def test_every_option_of_the_catalogue_fits_a_button(name: str) -> None:
    questionnaire = load_catalogue(name)
    for position, question in enumerate(questionnaire.questions):
        for code in codes_of(question):
            token = Token("c", 36**3, "zzzz", 36**4, position, code)
            assert len(token.write().encode()) <= MOST_BYTES
        assert len(Token("e", 36**3, "zzzz", 36**4, position, question.name).write()) <= MOST_BYTES


def test_a_token_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        Token("c", 1, "ab12", 1, 1, "x" * 60).write()


@pytest.mark.parametrize("separate", [True, False])
@pytest.mark.parametrize("another", [True, False])
def test_a_display_is_read_as_it_was_written(*, separate: bool, another: bool) -> None:
    display = Display("en", separate=separate, another=another)
    assert Display.read(display.write()) == display


@pytest.mark.parametrize(
    "display",
    [
        pytest.param(Display("en", venue="7QK4M2"), id="venue"),
        pytest.param(Display("en", another=True, code="7QK4-M2XD-9TB0-V5HC"), id="code"),
        pytest.param(Display("en", separate=True, session="assisted"), id="interview"),
        pytest.param(Display("en", venue="7QK4M2", session="preview"), id="preview"),
    ],
)
def test_where_people_came_from_is_read_as_it_was_written(display: Display) -> None:
    written = Token("o", 36**3, value=display.write()).write()
    read = Token.read(written)
    assert read is not None
    assert Display.read(read.value) == display


def test_a_display_in_an_unknown_language_is_in_english() -> None:
    assert Display.read("xx+") == Display("en", separate=True)
