"""The end of a round in chat: closing, withdrawing and deleting, each asked about once more."""

from __future__ import annotations

import asyncio
from functools import partial

from bot.desk.errands import Entry, Errand, Rows
from bot.desk.rounds import get_numbered_round, get_tapped_round, show_round
from bot.desk.tokens import StaffToken
from bot.fieldwork import key_name, write_date
from bot.office.drafts import delete_draft
from bot.office.ending import begin_close, destroy_files, withdraw
from surveys.errors import RoundError
from surveys.round_checks import check_close, check_move
from surveys.rounds import Round, is_answerable
from surveys.rounds import RoundState as State
from surveys.staff import Permission

LONGEST_REASON = 300


async def confirm_close(errand: Errand) -> None:
    """Ask before a round is closed, and say what people were told."""
    errand.forget()
    round_ = await get_tapped_round(errand)
    check_close(round_)
    early = is_answerable(round_, errand.now)
    key = "close-confirm-early" if early else "close-confirm"
    text = errand.words(key, name=round_.name, until=write_date(round_.closes_on))
    label = "close-yes-early" if early else "close-yes"
    errand.say(text, _ask_once(errand, errand.words(label), "round-close-yes", round_))


async def close(errand: Errand) -> None:
    """Stop taking answers; the timetable of the running bot freezes them and goes on."""
    errand.forget()
    round_ = await get_tapped_round(errand)
    closing = await begin_close(errand.office, round_.name, early=True)
    key = "close-begun" if round_.state is State.OPEN else "close-goes-on"
    errand.say(errand.words(key, name=closing.name))


async def ask_reason(errand: Errand) -> None:
    """Withdrawing begins with the reason."""
    round_ = await get_tapped_round(errand)
    check_move(round_, State.WITHDRAWN)
    errand.ask("withdraw-reason", round=round_.id)
    errand.say(errand.words("withdraw-reason", name=round_.name))


async def ask_name(errand: Errand) -> None:
    """Then the round's name, so that it is not the wrong one."""
    round_ = await get_numbered_round(errand, str(errand.data["round"]))
    reason = " ".join(errand.text.split())
    if not 3 <= len(reason) <= LONGEST_REASON:
        raise RoundError(
            "round.no-reason",
            f"round {round_.name!r}",
            f"the reason has {len(reason)} characters",
            f"Type why it is withdrawn, in 3 to {LONGEST_REASON} characters, or send /cancel.",
        )
    errand.ask("withdraw-name", round=round_.id, reason=reason)
    errand.say(errand.words("withdraw-name", name=round_.name, reason=reason))


async def withdraw_named(errand: Errand) -> None:
    """Withdraw it; what is in files goes once that is committed."""
    data = errand.data
    round_ = await get_numbered_round(errand, str(data["round"]))
    if errand.text.strip() != round_.name:
        raise RoundError(
            "round.other-name",
            f"round {round_.name!r}",
            "another name was typed, and nothing was withdrawn",
            f"Type {round_.name} to withdraw it, or send /cancel.",
        )
    withdrawn = await withdraw(errand.office, round_.name, data["reason"])
    errand.forget()
    errand.after.append(partial(destroy_files, errand.settings, errand.ring, withdrawn))
    errand.say(errand.words("withdrawn", name=round_.name))


async def confirm_delete(errand: Errand) -> None:
    """Ask before a round is deleted."""
    errand.forget()
    round_ = await get_tapped_round(errand)
    text = errand.words("delete-round-confirm", name=round_.name)
    errand.say(
        text, _ask_once(errand, errand.words("delete-round-yes"), "round-delete-yes", round_)
    )


async def delete(errand: Errand) -> None:
    """Delete a round without answers; its key goes once that is committed."""
    errand.forget()
    deleted = await delete_draft(errand.office, (await get_tapped_round(errand)).name)
    work = partial(errand.ring.destroy, key_name(deleted))
    errand.after.append(partial(asyncio.to_thread, work))
    errand.say(errand.words("deleted-round", name=deleted.name))


async def keep(errand: Errand) -> None:
    """Leave the round as it is."""
    errand.forget()
    await show_round(errand, await get_tapped_round(errand), errand.words("round-kept"))


def _ask_once(errand: Errand, label: str, tap: str, round_: Round) -> Rows:
    number = (str(round_.id),)
    return [
        [(label, StaffToken(tap, number))],
        [(errand.words("staff-no"), StaffToken("round-keep", number))],
    ]


COMMANDS: dict[str, Entry] = {}
TAPS = {
    "round-close": Entry(confirm_close, Permission.CLOSE),
    "round-close-yes": Entry(close, Permission.CLOSE),
    "round-withdraw": Entry(ask_reason, Permission.WITHDRAW),
    "round-delete": Entry(confirm_delete, Permission.DELETE_ROUND),
    "round-delete-yes": Entry(delete, Permission.DELETE_ROUND),
    "round-keep": Entry(keep, Permission.PROGRESS),
}
STEPS = {
    "withdraw-reason": Entry(ask_name, Permission.WITHDRAW),
    "withdraw-name": Entry(withdraw_named, Permission.WITHDRAW),
}
