"""What was done about the results, in chat: written, seen as people get it, then sent or kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.desk.errands import Entry, Errand, Rows
from bot.desk.rounds import get_numbered_round, get_tapped_round
from bot.desk.telling import ask_for, offer_rounds, show_request, show_told
from bot.desk.tokens import StaffToken
from bot.office.messaging import check_actions, correct_actions, count_left
from bot.telling import LONGEST_ACTIONS
from bot.wording import FALLBACK, NAMES
from surveys.errors import RoundError
from surveys.messages import BroadcastKind
from surveys.rounds import Round, RoundState
from surveys.staff import Permission
from surveys.store.broadcasts import find_broadcasts_within
from surveys.store.rounds import find_rounds_within

WRITE = "actions-write"
"""The step whose answer is the text."""


async def choose_actions(errand: Errand) -> None:
    """``/actions``: which round, where the results of several are published."""
    rounds = [
        one
        for one in await find_rounds_within(errand.office.connection)
        if one.is_real and one.state is RoundState.PUBLISHED
    ]
    if len(rounds) == 1:
        await _choose_language(errand, rounds[0])
        return
    offer_rounds(errand, rounds, BroadcastKind.ACTIONS, "actions")


async def begin_actions(errand: Errand) -> None:
    """Write about one round."""
    await _choose_language(errand, await get_tapped_round(errand))


async def _choose_language(errand: Errand, round_: Round) -> None:
    _check_published(round_)
    errand.forget()
    if len(NAMES) == 1:
        _ask_text(errand, round_, FALLBACK)
        return
    number = str(round_.id)
    rows = [[(name, StaffToken(WRITE, (number, code)))] for code, name in NAMES.items()]
    errand.say(errand.words("actions-language"), rows)


async def ask_text(errand: Errand) -> None:
    """Write in one language, or write it anew."""
    round_ = await get_tapped_round(errand)
    _check_published(round_)
    language = errand.argument(1)
    _ask_text(errand, round_, language if language in NAMES else FALLBACK)


def _ask_text(errand: Errand, round_: Round, language: str) -> None:
    now = _written(errand, round_).get(language, "")
    blocks = [
        errand.words(
            "actions-write", name=round_.name, language=NAMES[language], longest=LONGEST_ACTIONS
        ),
        *([errand.words("actions-now", text=now)] if now else []),
    ]
    data = {**_draft(errand, round_), "language": language}
    errand.ask(WRITE, **data)
    errand.say("\n\n".join(blocks), edit=False)


async def take_text(errand: Errand) -> None:
    """Take the text and show it as people would get it; nothing is kept or sent yet.

    Raises:
        RoundError: When it cannot be used; the step stays, and it can be typed again.
    """
    round_ = await get_numbered_round(errand, str(errand.data.get("round", "")))
    _check_published(round_)
    language = str(errand.data.get("language", FALLBACK))
    written = _written(errand, round_) | {language: errand.text}
    texts = check_actions(round_, written)
    errand.ask("", round=round_.id, texts=texts)
    await _show_draft(errand, replace(round_, actions=texts))


async def _show_draft(errand: Errand, round_: Round) -> None:
    number = str(round_.id)
    again: Rows = [[(errand.words("ask-again"), StaffToken(WRITE, (number,)))]]
    if len(NAMES) > 1:
        again = [[(errand.words("ask-again"), StaffToken("actions", (number,)))]]
    if await _can_be_sent(errand, round_):
        await show_request(errand, round_, BroadcastKind.ACTIONS, again)
        return
    show_told(errand, round_, BroadcastKind.ACTIONS, round_.actions)
    rows = [
        [(errand.words("ask-yes-correct"), StaffToken("actions-correct", (number,)))],
        *again,
        [(errand.words("staff-no"), StaffToken("cancel"))],
    ]
    errand.say(errand.words("ask-correct", name=round_.name), rows, edit=False)


async def send_actions(errand: Errand) -> None:
    """Ask for what was written to be sent, or send it where nobody else has to approve."""
    round_ = await get_tapped_round(errand)
    await ask_for(errand, round_, BroadcastKind.ACTIONS, _get_draft(errand, round_))


async def correct(errand: Errand) -> None:
    """Show other words from now on; nobody is told again."""
    round_ = await get_tapped_round(errand)
    await correct_actions(errand.office, round_.name, _get_draft(errand, round_))
    errand.forget()
    errand.say(errand.words("ask-corrected"))


async def _can_be_sent(errand: Errand, round_: Round) -> bool:
    earlier = await find_broadcasts_within(errand.office.connection, round_.id)
    return count_left(earlier, BroadcastKind.ACTIONS) > 0


def _draft(errand: Errand, round_: Round) -> dict[str, object]:
    """What the conversation remembers of this round."""
    return {"round": round_.id, "texts": _written(errand, round_)}


def _written(errand: Errand, round_: Round) -> dict[str, str]:
    """What is written so far: in this conversation, else what is kept of the round."""
    if errand.data.get("round") == round_.id and "texts" in errand.data:
        return dict(errand.data["texts"])
    return dict(round_.actions)


def _get_draft(errand: Errand, round_: Round) -> Mapping[str, str]:
    """What was written and seen in this conversation.

    Raises:
        RoundError: When there is nothing: it was sent, or left, meanwhile.
    """
    if errand.data.get("round") == round_.id and errand.data.get("texts"):
        return dict(errand.data["texts"])
    raise RoundError(
        "messages.no-draft",
        f"round {round_.name!r}",
        "what this button was about is not being written any more; nothing was done by it",
        "Send /messages to see what is sent, or /actions to write.",
    )


def _check_published(round_: Round) -> None:
    if not (round_.is_real and round_.state is RoundState.PUBLISHED):
        raise RoundError(
            "round.not-published",
            f"round {round_.name!r}",
            f"it is {round_.state}, and people have not seen its results",
            "Publish it first with /publish.",
        )


COMMANDS = {
    "actions": Entry(choose_actions, Permission.WRITE_ACTIONS, menu="menu-actions"),
}
TAPS = {
    "actions": Entry(begin_actions, Permission.WRITE_ACTIONS),
    WRITE: Entry(ask_text, Permission.WRITE_ACTIONS),
    "tell-actions-yes": Entry(send_actions, Permission.WRITE_ACTIONS),
    "actions-correct": Entry(correct, Permission.WRITE_ACTIONS),
}
STEPS = {WRITE: Entry(take_text, Permission.WRITE_ACTIONS)}
