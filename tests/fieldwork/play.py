"""The whole run, act by act, and what it came to."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from bot.app import now_utc
from bot.auditing import read_trail
from surveys.rounds import london_date
from tests.fieldwork import after, before, meanwhile
from tests.fieldwork.counting import KINDS, Reach, count_reach
from tests.fieldwork.crowd import Respondent
from tests.fieldwork.meanwhile import Groups
from tests.fieldwork.stage import Stage, open_stage
from tests.fieldwork.summary import write_summary

PREFACE = """\
# A round, from its launch to its results

Recorded on {day} by `make fieldwork` in the sandbox, with the bot running as people run it, over
HTTP, at unlimited pace. **Nothing here is real.** Residents, answers, partnership, letters and
figures are made up (SYNTHETIC), and estimates of nothing.

How to read it: a line such as `Officer 1: /launch` is what somebody typed, `Officer 1: [Next]` what
they tapped, `B>Officer 1:` what the bot answered, `B*>` a message that it changed in place, and
`$ canvass ...` a command at the terminal. A picture stands as its text alternative. Links, receipt
codes and staff codes are random, so they stand as {{link 1}}, {{receipt 1}} and {{Officer 1}}."""

TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to.

    Attributes:
        groups: Residents by how they came.
        reach: Who was sent what.
        manifest: The manifest of the frozen round.
        frozen: How many frozen answers there are by mode and sample.
        audited: How often each action about the round is in the audit trail, which verifies.
        unknown: How many invitations may have arrived or not, for the bot was killed meanwhile.
        limited: How many calls were refused as too fast.
        text: The record as Markdown.
        log: The log of the bot.
    """

    groups: Groups
    reach: dict[str, Reach]
    manifest: dict[str, Any]
    frozen: Counter[tuple[str, str]]
    audited: Counter[str]
    unknown: int
    limited: int
    text: str
    log: str


async def play(folder: Path, residents: int = 200, seed: int = 1) -> Outcome:
    """Play the run in an empty folder.

    Args:
        folder: Where the installation is made.
        residents: How many residents have phones of their own: three in ten are on the contact
            list, as many have letters, and the others come by two posters.
        seed: Who the residents are, and what they answer.
    """
    listed = letters = residents * 3 // 10
    at_venue = (residents - listed - letters) // 2
    async with open_stage(folder, seed=seed) as stage:
        groups = Groups(await before.play_earlier_round(stage, listed))
        await before.play_joining(stage)
        await before.play_draft(stage)
        links = await before.issue_letters(stage, letters)
        posters = await meanwhile.play_posters(stage)
        await before.play_launch(stage, listed)
        await before.play_opening(stage)
        await meanwhile.answer_from_list(stage, groups)
        await meanwhile.answer_elsewhere(stage, groups, posters, links, at_venue)
        await meanwhile.play_interviews(stage, groups, 3)
        await meanwhile.play_watching(stage)
        reminded = await meanwhile.play_reminder(stage, groups)
        await after.play_closing(stage)
        await after.play_publishing(stage)
        await after.play_actions(stage)
        await after.play_stranger(stage)
        await after.play_terminal(stage)
        return await _settle(stage, groups, reminded)


async def _settle(stage: Stage, groups: Groups, reminded: list[Respondent]) -> Outcome:
    asked = [one for one in groups.everybody if one.has_finished and "results" in one.wants]
    due = {"invitation": groups.listed, "reminder": reminded, "results": asked, "actions": asked}
    staff = {one.phone.user_id for one in stage.staff.values()}
    calls = stage.sandbox.service.calls.list_calls()
    reach = {
        kind: count_reach(calls, kind, [one.phone.user_id for one in due[kind]], staff)
        for kind in KINDS
    }
    frozen = stage.settings.data_dir / before.ROUND
    manifest = json.loads((frozen / "manifest.json").read_text("utf-8"))
    responses = pq.read_table(frozen / "responses.parquet").to_pylist()
    entries, _, trouble = await read_trail(stage.settings)
    assert trouble is None, trouble
    unknown = await stage.count_unknown()
    write_summary(stage.record, groups, reach, manifest["counts"], unknown)
    preface = PREFACE.format(day=london_date(now_utc()))
    return Outcome(
        groups,
        reach,
        manifest,
        Counter((row["mode"], row["sample"]) for row in responses),
        Counter(entry.action for entry in entries if entry.subject == before.ROUND),
        unknown,
        sum(call.status == TOO_MANY for call in calls),
        f"{preface}\n\n{stage.record.write()}",
        stage.bot.log.read_text("utf-8"),
    )
