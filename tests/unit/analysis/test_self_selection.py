from __future__ import annotations

import pytest

from analysis.participation import GroupingCompared, LevelCompared
from analysis.self_selection import (
    BY_CHANCE,
    MADE,
    MENDED,
    NOT_MENDED,
    NOT_WEIGHTED,
    PARTLY,
    describe_check,
)


def make_level(
    code: str,
    population: float,
    people: int,
    answers: int,
    weighted: float | None,
    hidden: str = "",
) -> LevelCompared:
    return LevelCompared(
        code, code.capitalize(), population, people, people / answers, weighted, hidden
    )


def make_check(
    people: int, weighted: float | None, *, answers: int = 400, note: str = "", hidden: str = ""
) -> GroupingCompared:
    rest = None if weighted is None else 1 - weighted
    levels = (
        make_level("bangladeshi", 0.346, people, answers, weighted, hidden),
        make_level("other", 0.654, answers - people, answers, rest, hidden),
    )
    return GroupingCompared("detail", "Background", False, "Census", note, answers, levels)


@pytest.mark.parametrize(
    ("people", "weighted", "finding"),
    [
        pytest.param(140, 0.35, BY_CHANCE, id="like the population"),
        pytest.param(130, 0.33, BY_CHANCE, id="2 points away is chance"),
        pytest.param(116, 0.34, MENDED, id="mended"),
        pytest.param(80, 0.28, PARTLY, id="mended by more than half"),
        pytest.param(116, 0.29, NOT_MENDED, id="as far as before"),
        pytest.param(116, 0.25, NOT_MENDED, id="farther than before"),
        pytest.param(140, 0.28, MADE, id="weights alone"),
        pytest.param(116, None, NOT_WEIGHTED, id="no weights"),
        pytest.param(140, None, BY_CHANCE, id="no weights and no difference"),
    ],
)
def test_what_weights_did(people: int, weighted: float | None, finding: str) -> None:
    (sentence,) = describe_check(make_check(people, weighted), effective_base=380)
    assert sentence.endswith(finding)


def test_the_sentence_tells_all_three_shares() -> None:
    check = make_check(116, 0.2871, note="The census counts all ages.")
    assert list(describe_check(check, effective_base=380)) == [
        (
            "Bangladeshi (Background): 35 in 100 residents, 29 in 100 of the answers, 29 in 100 "
            "after weighting: the weights did not mend the difference."
        ),
        "Background: The census counts all ages.",
    ]


@pytest.mark.parametrize(
    ("weighted", "sentence"),
    [
        pytest.param(
            0.2871,
            "Bangladeshi (Background), 29 in 100 after weighting: the weights did not mend the "
            "difference.",
            id="weighted",
        ),
        pytest.param(
            None,
            "Bangladeshi (Background), not weighted: the difference is more than chance, and no "
            "weights mend it.",
            id="not weighted",
        ),
    ],
)
def test_shares_that_were_told_already_are_not_told_again(
    weighted: float | None, sentence: str
) -> None:
    check = make_check(116, weighted)
    assert list(describe_check(check, 380, missing=["bangladeshi"])) == [sentence]


def test_a_small_effective_base_shows_less() -> None:
    (sentence,) = describe_check(make_check(80, 0.28), effective_base=60)
    assert sentence.endswith(MENDED)


def test_of_more_than_two_levels_each_is_told() -> None:
    levels = tuple(make_level(code, 1 / 3, 100, 300, 1 / 3) for code in ("a", "b", "c"))
    check = GroupingCompared("three", "Three", False, "", "", 300, levels)
    assert len(list(describe_check(check, effective_base=300))) == 3


@pytest.mark.parametrize("answers", [None, 29], ids=["under ten", "under thirty"])
def test_few_answers_tell_nothing(answers: int | None) -> None:
    check = make_check(10, 0.4, answers=29)
    few = GroupingCompared("detail", "Background", False, "", "", answers, check.levels)
    assert list(describe_check(few, effective_base=29)) == [
        "Background: too few answers to tell whether those who took part differ."
    ]


def test_nothing_is_told_of_what_is_hidden() -> None:
    (sentence,) = describe_check(make_check(7, None, hidden="few"), effective_base=380)
    assert sentence == "Background: not shown, because it would tell of a few people."


def test_sentences_go_by_what_is_published() -> None:
    """Of 115 to 117 people the same is said: published are 115 and 29 per cent of all three."""
    said = {
        tuple(describe_check(make_check(people, 0.2871), effective_base=380))
        for people in (115, 116, 117)
    }
    assert len(said) == 1
