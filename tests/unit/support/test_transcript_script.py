"""A transcript with several people: who acts, and to whom the bot answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveys.staff import Role
from tests.support.telegram import Call, File
from tests.transcripts.script import open_stage, read_script
from tests.transcripts.writing import Writer

OFFICER, RESIDENT = 1, 2
NAMES = {OFFICER: "O", RESIDENT: "R"}
KEYS = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}, {"text": "No"}]]}
PDF = File("poster.pdf", "application/pdf", b"%PDF")


def call(method: str, **parameters: object) -> Call:
    return Call(method, dict(parameters))


@pytest.mark.parametrize(
    ("made", "several", "expected"),
    [
        pytest.param(
            call("sendMessage", chat_id=OFFICER, text="Sure?", reply_markup=KEYS),
            True,
            ["B>O: Sure?", "    [Yes] [No]"],
            id="to whom",
        ),
        pytest.param(
            call("sendMessage", chat_id=RESIDENT, text="Hello\n\nthere"),
            False,
            ["B: Hello", "", "    there"],
            id="one person",
        ),
        pytest.param(
            call("editMessageText", chat_id=RESIDENT, text="Saved"),
            True,
            ["B*>R: Saved"],
            id="edit",
        ),
        pytest.param(
            call("sendPhoto", chat_id=OFFICER, caption="A chart\n3 bars", photo="f"),
            True,
            ["B>O: [picture: A chart", "    3 bars]"],
            id="picture",
        ),
        pytest.param(
            Call("sendDocument", {"chat_id": OFFICER, "caption": "Print it"}, {"document": PDF}),
            True,
            ["B>O: [document: poster.pdf]", "    Print it"],
            id="document",
        ),
        pytest.param(
            call("deleteMessage", chat_id=RESIDENT, message_id=5),
            True,
            ["B>R: (taken away)"],
            id="deleted",
        ),
        pytest.param(
            call(
                "setMyCommands",
                commands=[{"command": "launch"}, {"command": "progress"}],
                scope={"type": "chat", "chat_id": OFFICER},
            ),
            True,
            ["[menu of O: /launch, /progress]"],
            id="menu",
        ),
        pytest.param(
            call("deleteMyCommands", scope={"type": "chat", "chat_id": OFFICER}),
            True,
            ["[menu of O: as for everybody]"],
            id="menu gone",
        ),
        pytest.param(call("sendChatAction", chat_id=OFFICER), True, [], id="typing"),
    ],
)
def test_what_the_bot_did_is_written_with_whom_it_was_for(
    made: Call, several: bool, expected: list[str]
) -> None:
    assert Writer(NAMES, several=several).write([made], {}) == expected


def test_a_notice_names_who_tapped_and_comes_first() -> None:
    calls = [
        call("sendMessage", chat_id=RESIDENT, text="Hello"),
        call("answerCallbackQuery", callback_query_id="7", text="Done"),
    ]
    lines = Writer(NAMES, several=True).write(calls, {"7": OFFICER})
    assert lines == ["B!>O: Done", "B>R: Hello"]


async def test_two_people_each_have_their_own_conversation(tmp_path: Path) -> None:
    script = [
        "R (quick): /start | [I agree to take part]",
        "R2: /start",
        "R: /help",
        "R2: [Not now]",
    ]
    async with open_stage(tmp_path, script) as stage:
        played = (await stage.play(script)).splitlines()
    assert [line.partition(":")[0] for line in played if line.startswith("B")] == [
        "B>R2",
        "B>R",
        "B*>R2",
    ]
    assert read_script("\n".join(played)) == script


async def test_a_script_sets_the_clock_and_blocks(tmp_path: Path) -> None:
    script = ["@ time 2026-11-20 20:30", "@ blocks R2"]
    async with open_stage(tmp_path, script) as stage:
        await stage.play(script)
        desk = stage.chat.desk
        assert desk.clock.now.isoformat() == "2026-11-20T20:30:00+00:00"
        assert desk.telegram.blocked == {7700900124}


async def test_a_script_makes_somebody_staff(tmp_path: Path) -> None:
    script = ["@ staff O officer", "@ staff A analyst"]
    async with open_stage(tmp_path, script) as stage:
        await stage.play(script)
        book = stage.chat.desk.bot.book
        await book.refresh()
        roles = {
            chat.name: found.member.role
            for chat in stage.chats
            if (found := book.find(chat.number))
        }
    assert roles == {"O": Role.OFFICER, "A": Role.ANALYST}


async def test_a_line_that_means_nothing_is_not_passed_over(tmp_path: Path) -> None:
    async with open_stage(tmp_path, []) as stage:
        with pytest.raises(AssertionError, match="what is '@ dat 2026-11-20'"):
            await stage.play(["@ dat 2026-11-20"])


async def test_the_settings_of_a_script_hold(tmp_path: Path) -> None:
    script = ["@ rounds 0", "@ administrator O", "@ partnership example"]
    async with open_stage(tmp_path, script) as stage:
        partnership = stage.chat.desk.bot.fieldwork.partnership
    assert partnership.short_name == "Example Borough"
