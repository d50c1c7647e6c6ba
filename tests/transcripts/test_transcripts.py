"""Whole conversations, kept as text: what a resident does, and everything the bot shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.transcripts.script import open_stage, read_script

FOLDER = Path(__file__).parent
NAMES = (
    "administrator",
    "analyst",
    "another_person",
    "bad_input",
    "buttons_out_of_place",
    "change_answers",
    "close_by_date",
    "comment",
    "commands_at_question",
    "commands_before_and_after",
    "commands_on_review_card",
    "consultation",
    "delete",
    "display_setting",
    "export",
    "export_consultation",
    "extra_minute",
    "first_screen",
    "help_card",
    "help_card_interviewer",
    "help_card_staff",
    "help_card_words",
    "interviewer",
    "join_and_leave",
    "launch",
    "launch_bad_input",
    "launch_break",
    "launch_declined",
    "main_path",
    "messages",
    "messages_that_answer_nothing",
    "no_survey",
    "not_a_resident",
    "places",
    "poster",
    "preview",
    "progress",
    "publish_and_results",
    "receipt_code",
    "remind",
    "resident_guesses",
    "round_ends",
    "skip_back_keep_stop",
    "stopped_and_another",
    "typed_answers",
    "under_16",
    "updates",
    "venue_and_codes",
    "which_survey",
    "withdraw_by_receipt",
)


@pytest.mark.parametrize("name", NAMES)
async def test_conversation_goes_as_written(
    name: str, tmp_path: Path, updates_transcripts: bool
) -> None:
    path = FOLDER / f"{name}.txt"
    kept = path.read_text(encoding="utf-8")
    script = read_script(kept)
    async with open_stage(tmp_path, script) as stage:
        played = await stage.play(script)
        seen = [message.text for chat in stage.chats for message in chat.messages]
        assert not any("went wrong" in text for text in seen)
        blocking = any(line.startswith("@ blocks") for line in script)
        expected = {"sent", "blocked"} if blocking else {"sent"}
        assert set(stage.chat.desk.bot.outbox.counts) == expected
    if updates_transcripts:
        path.write_text(played, encoding="utf-8")
    else:
        assert played == kept


def test_every_transcript_is_played() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.txt")) == sorted(NAMES)
