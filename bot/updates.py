"""What a resident can ask for besides the survey: to be told, to leave, to withdraw by receipt."""

from __future__ import annotations

from functools import partial

from bot.outgoing import Show
from bot.respondents import Respondent
from bot.tokens import Token
from bot.visits import Visit
from surveys.interview import Action, Input
from surveys.messages import Topic
from surveys.privacy import ContactKeys
from surveys.sealing import seal_contact
from surveys.store.engine import Store
from surveys.store.interviews import new_interview_id
from surveys.store.subscriptions import (
    Subscription,
    subscribe,
    unsubscribe,
    unsubscribe_everywhere,
)

LEAVE = "-"
"""What the value of a button begins with that takes a chat off a list."""

LONGEST_NUMBER = 9
"""Digits of a round's number."""


def change_updates(visit: Visit, value: str) -> None:
    """Put a chat on a list, or take it off, by one tap; then show what it is told of.

    Leaving works at any time, also when the round is long closed. Only who has submitted answers is
    asked whether they want the results; a tap that was made up puts nobody on that list.
    """
    keys, asked = visit.fieldwork.contact_keys, _read_topic(value.removeprefix(LEAVE))
    leaves = value.startswith(LEAVE)
    # In a session whoever owns the chat can leave; nobody can be put on a list.
    if keys is None or asked is None or not (leaves or visit.session is None):
        visit.show(Show.NOTHING, toast="note-stale")
        return
    topic, about = asked
    if leaves:
        left = partial(unsubscribe, person=keys.person(visit.chat), topic=topic, round_id=about)
        visit.effects.append(left)
    elif reason := _why_not(visit, topic, about):
        visit.show(Show.NOTHING, toast=reason)
        return
    else:
        visit.effects.append(partial(subscribe, subscription=_subscription(visit, topic, about)))
    note = f"note-left-{topic}" if leaves else f"note-told-{topic}"
    if visit.session is not None:
        # Whoever is being asked is not to read what the chat's owner is told of.
        visit.show(Show.NOTHING, toast=note)
    else:
        visit.show(Show.UPDATES, notes=((note, {}),), edit=False)


def _read_topic(written: str) -> tuple[Topic, int] | None:
    """What a button is about: a topic, and the round for results; None where it is none of ours."""
    topic, _, number = written.partition("/")
    # Longer numbers are no round's, and the database could not hold them.
    is_number = number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER
    if topic not in set(Topic) or not is_number:
        return None
    about = int(number)
    return (Topic(topic), about) if (topic == Topic.ROUNDS) is (about == 0) else None


def _why_not(visit: Visit, topic: Topic, about: int) -> str:
    """Why a chat is not put on a list; empty when it can be."""
    if topic is Topic.ROUNDS or any(one.receipt is not None for one in visit.in_round(about)):
        return ""
    return "note-stale" if about in visit.fieldwork.rounds else "note-closed"


async def forget_chat(store: Store, keys: ContactKeys, chat: int) -> None:
    """Take a chat that has blocked the bot off every list: that is leaving."""
    async with store.write() as connection:
        await unsubscribe_everywhere(connection, [keys.person(chat)])


def ask_withdraw(visit: Visit, respondent: Respondent, receipt: str) -> None:
    """Ask whether answers that an interviewer took are to be deleted; none of them is shown."""
    if visit.counts(respondent.live, erasing=True):
        visit.show(Show.WITHDRAW_CONFIRM, live=respondent.live, receipt=receipt)
    else:
        visit.show(Show.PLAIN, key="note-being-counted")


def withdraw_by_receipt(visit: Visit, _: Token) -> None:
    """Delete answers that an interviewer took, wherever the receipt code is given."""
    respondent = visit.elsewhere
    if respondent is None:
        visit.show(Show.PLAIN, key="note-already-deleted")
        return
    if respondent in visit.respondents:
        visit.step(respondent, Input(Action.WITHDRAW))
    else:
        visit.deleted.append(respondent.id)
    visit.show(Show.PLAIN, key="deleted")


def _subscription(visit: Visit, topic: Topic, about: int) -> Subscription:
    keys = visit.fieldwork.contact_keys
    assert keys is not None, "it was looked at before"
    people = visit.in_round(about) or visit.respondents
    person, chat = seal_contact(keys, visit.chat)
    return Subscription(
        id=new_interview_id(visit.random),
        person=person,
        topic=topic,
        round_id=about,
        chat=chat,
        language=people[-1].interview.language if people else "en",
    )
