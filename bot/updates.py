"""What a resident can ask for besides the survey: to be told, to leave, to withdraw by receipt."""

from __future__ import annotations

from functools import partial

from bot.outgoing import Show
from bot.tokens import Token
from bot.visits import Respondent, Visit
from surveys.interview import Action, Input
from surveys.messages import Topic
from surveys.sealing import seal_contact
from surveys.store.interviews import new_interview_id
from surveys.store.subscriptions import Subscription, subscribe, unsubscribe

LEAVE = "-"
"""What the value of a button begins with that takes a chat off a list."""


def change_updates(visit: Visit, value: str) -> None:
    """Put a chat on a list, or take it off, by one tap; then show what it is told of."""
    keys = visit.fieldwork.contact_keys
    wanted, _, number = value.removeprefix(LEAVE).partition("/")
    if visit.session is not None or keys is None or wanted not in set(Topic):
        visit.show(Show.NOTHING, toast="note-stale")
        return
    topic, about = Topic(wanted), int(number) if number.isdecimal() else 0
    person = keys.person(visit.chat)
    if value.startswith(LEAVE):
        visit.effects.append(partial(unsubscribe, person=person, topic=topic, round_id=about))
        note = f"note-left-{topic}"
    elif topic is Topic.RESULTS and not visit.in_round(about):
        visit.show(Show.NOTHING, toast="note-stale")
        return
    else:
        visit.effects.append(partial(subscribe, subscription=_subscription(visit, topic, about)))
        note = f"note-told-{topic}"
    visit.show(Show.UPDATES, notes=((note, {}),), edit=False)


def ask_withdraw(visit: Visit, respondent: Respondent, receipt: str) -> None:
    """Ask whether answers that an interviewer took are to be deleted; none of them is shown."""
    visit.show(Show.WITHDRAW_CONFIRM, live=respondent.live, receipt=receipt)


def withdraw_by_receipt(visit: Visit, _: Token) -> None:
    """Delete answers that an interviewer took, wherever the receipt code is given."""
    respondent = visit.elsewhere
    if respondent is None:
        visit.show(Show.PLAIN, key="note-already-deleted")
        return
    visit.respondents.append(respondent)
    visit.step(respondent, Input(Action.WITHDRAW))
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
