"""Interviews at rest open for their own round, chat and person alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from surveys.errors import SecretKeyError
from surveys.interview import Action, Input, begin, step
from surveys.privacy import RoundKeys
from surveys.sealing import open_interview, seal_interview
from tests.support.questionnaires import load_every_kind

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
KEYS = RoundKeys(b"k" * 32)
CHAT = b"p" * 16


def test_an_interview_opens_as_it_was_sealed_and_cannot_be_read_before() -> None:
    questionnaire = load_every_kind()
    interview, _ = begin(questionnaire, tag="abcd", seed="abcd", language="en", now=NOW)
    interview, _ = step(questionnaire, interview, Input(Action.DONE), NOW)
    interview, _ = step(questionnaire, interview, Input(Action.CHOOSE, "yes"), NOW)
    sealed = seal_interview(KEYS, 1, CHAT, 1, interview)
    assert open_interview(KEYS, 1, CHAT, 1, sealed) == interview
    assert b"abcd" not in sealed
    assert sealed != seal_interview(KEYS, 1, CHAT, 1, interview)


@pytest.mark.parametrize(
    ("keys", "round_id", "chat", "person"),
    [
        pytest.param(RoundKeys(b"x" * 32), 1, CHAT, 1, id="other key"),
        pytest.param(KEYS, 2, CHAT, 1, id="other round"),
        pytest.param(KEYS, 1, b"q" * 16, 1, id="other chat"),
        pytest.param(KEYS, 1, CHAT, 2, id="other person"),
    ],
)
def test_it_opens_for_nobody_else(keys: RoundKeys, round_id: int, chat: bytes, person: int) -> None:
    interview, _ = begin(load_every_kind(), tag="abcd", seed="abcd", language="en", now=NOW)
    sealed = seal_interview(KEYS, 1, CHAT, 1, interview)
    with pytest.raises(SecretKeyError):
        open_interview(keys, round_id, chat, person, sealed)
