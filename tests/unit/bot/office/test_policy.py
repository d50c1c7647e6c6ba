from __future__ import annotations

from bot.office.policy import note_policy
from surveys.store.audit import read_entries
from tests.unit.bot.office.conftest import Workplace


async def test_a_changed_setting_has_one_line_and_an_unchanged_one_none(
    workplace: Workplace,
) -> None:
    for second_approval in (True, True, False, False, True):
        workplace.settings = workplace.settings.model_copy(
            update={"second_approval": second_approval, "sending_hours": "9-20"}
        )
        async with workplace.office("settings") as office:
            await note_policy(office)
    async with workplace.store.write() as connection:
        entries = await read_entries(connection)
    assert [(one.who, one.action, one.subject, one.before, one.after) for one in entries] == [
        ("settings", "settings.change", "SECOND_APPROVAL", "", "True"),
        ("settings", "settings.change", "SENDING_HOURS", "", "9-20"),
        ("settings", "settings.change", "SECOND_APPROVAL", "True", "False"),
        ("settings", "settings.change", "SECOND_APPROVAL", "False", "True"),
    ]
