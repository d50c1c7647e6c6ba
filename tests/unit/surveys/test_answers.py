"""What became of a question, and how it is written down."""

from __future__ import annotations

import json

import pytest

from surveys.answers import (
    NOT_ASKED,
    Answer,
    Answered,
    Missing,
    NonResponse,
    Outside,
    Slot,
    codes_of,
    decode,
    encode,
)

ANSWERS: list[Answer] = [
    Answered(("very_safe",)),
    Answered(("noise", "drugs")),
    Answered(("words, of one's own\n",)),
    Outside("too_few"),
    Missing(NonResponse.SKIPPED),
    Missing(NonResponse.DONT_KNOW, "dont_know"),
    Missing(NonResponse.PREFER_NOT_TO_SAY, "prefer_not_to_say"),
]


@pytest.mark.parametrize("answer", ANSWERS, ids=str)
def test_an_answer_is_read_as_it_was_written(answer: Answer) -> None:
    assert decode(json.loads(json.dumps(encode(answer)))) == answer


@pytest.mark.parametrize("stored", [[], ["a"][:0], ["x", "1"], ["o"], ["m", "skipped"]], ids=str)
def test_what_is_no_answer_is_refused(stored: list[str]) -> None:
    with pytest.raises(ValueError, match="encoded answer"):
        decode(stored)


@pytest.mark.parametrize(
    ("slot", "codes"),
    [
        pytest.param(Answered(("a", "b")), ("a", "b"), id="several"),
        pytest.param(Outside("too_few"), ("too_few",), id="outside"),
        pytest.param(Missing(NonResponse.DONT_KNOW, "dont_know"), ("dont_know",), id="missing"),
        pytest.param(Missing(NonResponse.SKIPPED), (), id="skipped"),
        pytest.param(NOT_ASKED, (), id="not asked"),
    ],
)
def test_expressions_see_the_codes_chosen(slot: Slot, codes: tuple[str, ...]) -> None:
    assert codes_of(slot) == codes
