"""Changing a draft in chat: what is to change, and the new value, typed or chosen."""

from __future__ import annotations

from bot.desk.errands import Entry, Errand, Rows
from bot.desk.proposals import label_choice, list_choices, read_answer
from bot.desk.rounds import get_numbered_round, get_tapped_round, show_round
from bot.desk.tokens import StaffToken
from bot.office.drafts import change_draft, check_changeable
from surveys.errors import StaffError
from surveys.rounds import Purpose
from surveys.staff import Permission
from surveys.store.questionnaires import get_questionnaire_within

EDITABLE = ("dates", "title", "decision", "audience", "languages", "minimum")
"""What can be changed, in the order offered."""


async def choose_field(errand: Errand) -> None:
    """What of a draft is to be changed."""
    errand.forget()
    round_ = await get_tapped_round(errand)
    await check_changeable(errand.office, round_)
    buttons = [
        (errand.words(f"edit-{field}"), StaffToken("edit-field", (str(round_.id), field)))
        for field in EDITABLE
        if field != "minimum" or round_.purpose is Purpose.CONSULTATION
    ]
    rows = [buttons[start : start + 2] for start in range(0, len(buttons), 2)]
    rows.append([(errand.words("launch-back"), StaffToken("round", (str(round_.id),)))])
    errand.say(errand.words("edit-choose", name=round_.name), rows)


async def ask_field(errand: Errand) -> None:
    """Ask for the new value; it can be typed or chosen."""
    round_, field = await get_tapped_round(errand), errand.argument(1)
    _check_editable(field)
    errand.ask("edit", round=round_.id, field=field)
    asked = await get_questionnaire_within(errand.office.connection, round_.questionnaire_hash)
    choices = list_choices(field, round_, errand.now, asked.languages)
    rows: Rows = [
        [(label_choice(errand, field, one), StaffToken("edit-to", (str(round_.id), field, one)))]
        for one in choices
    ]
    errand.say(errand.words(f"ask-{field}"), rows)


async def change_field(errand: Errand) -> None:
    """Change it; what cannot be used is refused, and can be typed again."""
    if errand.token is None:
        data = errand.data
        round_, field = await get_numbered_round(errand, str(data["round"])), data["field"]
        answer = errand.text
    else:
        round_, field = await get_tapped_round(errand), errand.argument(1)
        answer = errand.argument(2)
    _check_editable(field)
    changed = await change_draft(errand.office, round_.name, **read_answer(field, answer))
    errand.forget()
    await show_round(errand, changed, errand.words("edit-done"))


def _check_editable(field: str) -> None:
    """Nothing else of a round is changed by hand: not its state, and not what its answers are."""
    if field not in EDITABLE:
        raise StaffError(
            "staff.stale", "this button", "it is not known here any more", "Send /rounds."
        )


COMMANDS: dict[str, Entry] = {}
TAPS = {
    "round-edit": Entry(choose_field, Permission.CHANGE_ROUND),
    "edit-field": Entry(ask_field, Permission.CHANGE_ROUND),
    "edit-to": Entry(change_field, Permission.CHANGE_ROUND),
}
STEPS = {
    "edit": Entry(change_field, Permission.CHANGE_ROUND),
}
