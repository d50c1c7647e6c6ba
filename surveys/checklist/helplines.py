"""The lines of the launch checklist about who helps those who answer."""

from __future__ import annotations

from collections.abc import Sequence

from surveys.checklist.items import UNCONFIRMED, Item, is_blank, make_item
from surveys.contacts import Contacts, Group
from surveys.helping import ALWAYS_NEEDED, asks_for_words, list_unconfirmed
from surveys.partnership import Partnership
from surveys.questionnaire import Questionnaire
from surveys.rounds import Round


def check_helplines(
    partnership: Partnership, contacts: Contacts, questionnaire: Questionnaire
) -> Item:
    """Whether all help that the questionnaire names has a contact, and somebody confirmed them.

    A contact that ships is printed in a plan; that the number still answers, only the partnership
    can say.
    """
    endings = (ending for question in questionnaire.questions for ending in question.endings)
    named = (group for ending in endings for group in ending.help)
    groups = tuple(dict.fromkeys((Group.EMERGENCY.value, *named)))
    lacking = [group for group in groups if not contacts.of_groups([group])]
    if lacking:
        return make_item("helplines", "", f"nobody is confirmed for {_write_groups(lacking)}")
    who = partnership.helplines
    if is_blank(who):
        return make_item("helplines", "", f"nobody has confirmed those for {_write_groups(groups)}")
    return make_item(
        "helplines", f"{_write_groups(groups)} ({who}){_warn(contacts, questionnaire)}"
    )


def check_unconfirmed(round_: Round, contacts: Contacts, questionnaire: Questionnaire) -> Item:
    """Whether help cards can name who helps with what is most urgent, or the lead agrees without.

    Nobody reads along, so a card is all that somebody who writes of it gets.
    """
    if not asks_for_words(questionnaire):
        return make_item(UNCONFIRMED, "not needed, nobody is asked to write")
    lacking = [group for group in ALWAYS_NEEDED if not contacts.of_groups([group])]
    if not lacking:
        return make_item(UNCONFIRMED, _write_groups(ALWAYS_NEEDED))
    problem = f"nobody is confirmed for {_write_groups(lacking)}"
    agreed = round_.checklist.get(UNCONFIRMED, "")
    if is_blank(agreed):
        return make_item(UNCONFIRMED, "", problem)
    return make_item(UNCONFIRMED, f"{problem}; agreed by {agreed.strip()}")


def _warn(contacts: Contacts, questionnaire: Questionnaire) -> str:
    """Which helplines a help card cannot name yet; it then names those that are confirmed."""
    names = [contact.name for contact in list_unconfirmed(contacts, questionnaire)]
    return f"; not shown before somebody confirms them: {'; '.join(names)}" if names else ""


def _write_groups(groups: Sequence[str]) -> str:
    return ", ".join(group.replace("_", " ") for group in groups)
