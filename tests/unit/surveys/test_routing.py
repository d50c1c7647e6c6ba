"""Which questions and options are asked."""

from __future__ import annotations

import pytest

from surveys.answers import Answer, Answered, Missing, NonResponse
from surveys.loading import load_catalogue
from surveys.routing import count_questions, find_codes, find_dropped, find_options, find_path
from tests.support.questionnaires import load_every_kind

ANNUAL = load_catalogue("annual-perception")
REFUSED = Missing(NonResponse.PREFER_NOT_TO_SAY, "prefer_not_to_say")
SKIPPED = Missing(NonResponse.SKIPPED)


def names(answers: dict[str, Answer], part: str = "main") -> list[str]:
    return [question.name for question in find_path(ANNUAL, answers, [part])]


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        pytest.param({"age": Answered(("18_over",))}, True, id="adult"),
        pytest.param({"age": Answered(("16_17",))}, False, id="16 or 17"),
        pytest.param({}, False, id="not answered yet"),
    ],
)
def test_the_age_band_is_asked_of_adults(answers: dict[str, Answer], *, asked: bool) -> None:
    assert ("age_band" in names(answers)) is asked


@pytest.mark.parametrize(
    ("group", "asked"),
    [
        pytest.param(Answered(("asian",)), True, id="a group"),
        pytest.param(REFUSED, False, id="refused"),
        pytest.param(SKIPPED, False, id="skipped"),
    ],
)
def test_the_background_is_asked_of_those_who_gave_a_group(group: Answer, *, asked: bool) -> None:
    assert ("ethnic_detail" in names({"ethnic_group": group})) is asked


@pytest.mark.parametrize(
    ("reported", "asked"),
    [pytest.param("yes", True, id="reported"), pytest.param("no", False, id="not reported")],
)
def test_follow_ups_are_asked_of_those_who_reported(reported: str, *, asked: bool) -> None:
    path = names({"asb_reported": Answered((reported,))}, "more")
    assert ("asb_report_quick" in path) is asked
    assert ("asb_heard_back" in path) is asked


def test_options_are_those_of_the_group_given() -> None:
    codes = find_codes(ANNUAL, {"ethnic_group": Answered(("black",))})
    offered = [option.code for option in find_options(ANNUAL.by_name["ethnic_detail"], codes)]
    assert offered == [
        "black_african", "black_somali", "black_caribbean", "black_other", "prefer_not_to_say",
    ]  # fmt: skip


def test_a_question_without_an_option_of_substance_is_not_asked() -> None:
    questionnaire = load_every_kind()
    answers: dict[str, Answer] = {"concerns": SKIPPED}
    assert "worst" not in {q.name for q in find_path(questionnaire, answers, ["first"])}


@pytest.mark.parametrize(
    ("changed", "dropped"),
    [
        pytest.param({"age": Answered(("16_17",))}, ["age_band"], id="age"),
        pytest.param({"ethnic_group": Answered(("white",))}, ["ethnic_detail"], id="other group"),
        pytest.param({"ethnic_group": REFUSED}, ["ethnic_detail"], id="no group"),
        pytest.param({"sex": SKIPPED}, [], id="nothing depends on it"),
    ],
)
def test_answers_that_no_longer_stand_are_found(
    changed: dict[str, Answer], dropped: list[str]
) -> None:
    answers: dict[str, Answer] = {
        "age": Answered(("18_over",)),
        "sex": Answered(("female",)),
        "age_band": Answered(("25_34",)),
        "ethnic_group": Answered(("asian",)),
        "ethnic_detail": Answered(("asian_bangladeshi",)),
    }
    assert [question.name for question in find_dropped(ANNUAL, answers | changed)] == dropped


@pytest.mark.parametrize(
    ("answers", "current", "place"),
    [
        pytest.param({}, "age", (1, 16), id="first"),
        pytest.param({"age": Answered(("18_over",))}, "lives_here", (2, 16), id="adult"),
        pytest.param({"age": Answered(("16_17",))}, "lives_here", (2, 15), id="16 or 17"),
        pytest.param(
            {"age": Answered(("18_over",)), "ethnic_group": REFUSED}, "home", (15, 15), id="last"
        ),
    ],
)
def test_a_question_has_its_place_among_those_that_may_be_asked(
    answers: dict[str, Answer], current: str, place: tuple[int, int]
) -> None:
    assert count_questions(ANNUAL, answers, "main", current) == place
