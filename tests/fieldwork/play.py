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
from tests.fieldwork.meanwhile import Groups
from tests.fieldwork.stage import Stage, open_stage

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
        unknown: How many invitations may have arrived or not: the bot was killed while it sent them.
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


async def _settle(stage: Stage, groups: Groups, reminded: list[Any]) -> Outcome:
    asked = [one for one in groups.everybody if one.has_finished and "results" in one.wants]
    due = {
        "invitation": groups.listed,
        "reminder": reminded,
        "results": asked,
        "actions": asked,
    }
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
    _write_summary(stage, groups, reach, manifest)
    preface = PREFACE.format(day=london_date(now_utc()))
    text = f"{preface}\n\n{stage.record.write()}"
    return Outcome(
        groups,
        reach,
        manifest,
        Counter((row["mode"], row["sample"]) for row in responses),
        Counter(entry.action for entry in entries if entry.subject == before.ROUND),
        await stage.count_unknown(),
        sum(call.status == TOO_MANY for call in calls),
        text,
        stage.bot.log.read_text("utf-8"),
    )


def _write_summary(
    stage: Stage, groups: Groups, reach: dict[str, Reach], manifest: dict[str, Any]
) -> None:
    record = stage.record
    record.heading("What it came to", "Who came how, counted by the residents themselves:")
    by_way = {
        "written to, from the contact list": groups.listed,
        **{f"poster: {venue}": people for venue, people in groups.venues.items()},
        "letter with a code": groups.letters,
    }
    rows = [
        (way, len(people), sum(one.has_finished for one in people))
        for way, people in by_way.items()
    ]
    rows.append(("interviewer", groups.assisted, groups.assisted))
    total = ("all", sum(row[1] for row in rows), sum(row[2] for row in rows))
    record.table(("way", "people", "finished"), [*rows, total])
    counts = manifest["counts"]
    record.tell(
        f"The frozen round holds {counts['submitted']} submitted answers; {counts['unsubmitted']} "
        "were begun and not submitted, and are deleted. Who was delivered what:"
    )
    record.table(
        ("message", "should have it", "delivered once", "more than once", "missed", "to others"),
        [(r.kind, len(r.due), r.once, r.more, r.missed, r.others) for r in reach.values()],
    )
