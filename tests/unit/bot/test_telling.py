"""What people get: neutral to a glance, in their language, and always with a way out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.publications import Message, Publication
from bot.telling import LONGEST_CAPTION, SAMPLE, tell, tell_sample
from bot.tokens import Token
from surveys.errors import RoundError
from surveys.messages import BroadcastKind
from surveys.questionnaire import USUAL_MINUTES
from surveys.rounds import RoundState
from tests.support.stores import draft

NEUTRAL = "Community safety survey"
SECRET = "Violence against women in Weavers"
ROUND = replace(
    draft("autumn"),
    id=7,
    title=SECRET,
    state=RoundState.OPEN,
    actions={"en": "New lights in the park (MADE UP)."},
)
PICTURE = b"\x89PNG"


def published(text: str = f"Results: {SECRET}\nAbout 400 people.", picture: bytes = PICTURE) -> str:
    return Publication({}, {"en": Message(text, picture)}, "", "0").write()


def buttons(markup: dict[str, Any] | None) -> list[str]:
    assert markup is not None
    return [button["callback_data"] for [button] in markup["inline_keyboard"]]


@pytest.mark.parametrize("kind", list(BroadcastKind))
def test_a_glance_at_a_locked_phone_shows_no_title(kind: BroadcastKind) -> None:
    told = tell(ROUND, kind, "en", published())
    assert told.text.splitlines()[0] == NEUTRAL
    assert SECRET not in told.text


@pytest.mark.parametrize(
    ("kind", "stop"),
    [
        (BroadcastKind.INVITATION, "-rounds/0"),
        (BroadcastKind.REMINDER, "-rounds/0"),
        (BroadcastKind.RESULTS, "-results/7"),
        (BroadcastKind.ACTIONS, "-results/7"),
    ],
)
def test_every_message_can_be_left_by_one_tap(kind: BroadcastKind, stop: str) -> None:
    last = Token.read(buttons(tell(ROUND, kind, "en", published()).markup)[-1])
    assert last == Token("t", value=stop)


@pytest.mark.parametrize("kind", [BroadcastKind.INVITATION, BroadcastKind.REMINDER])
def test_what_asks_to_answer_opens_the_round_and_says_until_when(kind: BroadcastKind) -> None:
    told = tell(ROUND, kind, "en")
    assert Token.read(buttons(told.markup)[0]) == Token("w", 7, value="en")
    assert "30 June 2026" in told.text
    assert "five minutes" in told.text
    assert told.photo is None


@pytest.mark.parametrize("kind", [BroadcastKind.INVITATION, BroadcastKind.REMINDER])
@pytest.mark.parametrize(
    ("minutes", "said"),
    [(1, "about one minute."), (6, "about six minutes."), (12, "about 12 minutes.")],
)
def test_it_takes_as_long_as_its_questionnaire_says(
    kind: BroadcastKind, minutes: int, said: str
) -> None:
    told = tell(ROUND, kind, "en", minutes=minutes)
    assert said in told.text
    assert tell_sample(ROUND, kind, "en", "", minutes).text == told.text


def test_results_are_the_published_picture_and_text() -> None:
    told = tell(ROUND, BroadcastKind.RESULTS, "en", published())
    assert told.photo == PICTURE
    assert told.text.endswith(f"Results: {NEUTRAL}\nAbout 400 people.")


def test_what_was_done_is_the_officers_text() -> None:
    told = tell(ROUND, BroadcastKind.ACTIONS, "en")
    assert told.text.endswith("New lights in the park (MADE UP).")
    assert len(buttons(told.markup)) == 1


@pytest.mark.parametrize("language", ["bn", "so", "en"])
def test_a_language_without_words_gets_english(language: str) -> None:
    for kind in BroadcastKind:
        assert tell(ROUND, kind, language, published()) == tell(ROUND, kind, "en", published())


@pytest.mark.parametrize("kind", [BroadcastKind.RESULTS, BroadcastKind.ACTIONS])
def test_without_words_nothing_is_made(kind: BroadcastKind) -> None:
    with pytest.raises(RoundError) as refused:
        tell(replace(ROUND, actions={}), kind, "en")
    assert refused.value.code == "message.no-words"


def test_a_caption_that_telegram_would_refuse_is_refused_before_anything_is_sent() -> None:
    with pytest.raises(RoundError, match="1,024") as refused:
        tell(ROUND, BroadcastKind.RESULTS, "en", published("x" * LONGEST_CAPTION))
    assert refused.value.code == "message.long"
    without = published("x" * LONGEST_CAPTION, b"")
    assert tell(ROUND, BroadcastKind.RESULTS, "en", without).photo is None


@pytest.mark.parametrize("kind", list(BroadcastKind))
def test_a_sample_differs_only_in_what_its_buttons_do(kind: BroadcastKind) -> None:
    told = tell(ROUND, kind, "en", published())
    sample = tell_sample(ROUND, kind, "en", published(), USUAL_MINUTES)
    assert (sample.text, sample.photo) == (told.text, told.photo)
    assert set(buttons(sample.markup)) == {SAMPLE}
    assert _labels(sample.markup) == _labels(told.markup)


def _labels(markup: dict[str, Any] | None) -> list[str]:
    assert markup is not None
    return [button["text"] for [button] in markup["inline_keyboard"]]
