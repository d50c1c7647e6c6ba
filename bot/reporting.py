"""What `canvass round` tells of a round: who has taken part so far, and publishing its results."""

from __future__ import annotations

import asyncio
from pathlib import Path

from analysis.charts import draw_representation
from analysis.representation import describe_representation
from bot.leaving import check_kept
from bot.office.approving import IN_CHAT
from bot.office.ending import publish
from bot.office.messaging import request_messages
from bot.publications import Findings, find_findings, make_publication
from bot.reaching import check_folder, write_file
from bot.rounds import at_work, opened
from bot.settings import Settings
from bot.turnout import STEP, read_turnout
from surveys.messages import BroadcastKind
from surveys.rounds import RoundState
from surveys.store.questionnaires import get_questionnaire
from surveys.store.rounds import get_round


async def report_progress(settings: Settings, name: str, picture: Path | None = None) -> list[str]:
    """Who has taken part in a round, and who is missing; never what anybody answered.

    Args:
        settings: Where everything is.
        name: The round.
        picture: Where the picture of who is missing goes, as PNG.
    """
    if picture is not None:
        check_folder(picture)
    async with opened(settings) as (store, ring):
        turnout = await read_turnout(settings, store, ring, await get_round(store, name))
    lines = [*filter(None, [turnout.marks, turnout.title]), "", *turnout.lines]
    shown = turnout.representation
    if shown is None:
        return lines
    lines += ["", f"Who is missing (it moves on with every {STEP} answers):"]
    lines += [describe_representation(shown), shown.attribution]
    if picture is not None:
        drawn = draw_representation(shown, title=turnout.title, mark=turnout.marks)
        write_file(picture, drawn)
        lines.append(f"picture in {picture}")
    return lines


async def publish_round(settings: Settings, name: str, *, send: bool) -> list[str]:
    """Publish the results of a closed round; what is published, in lines.

    Args:
        settings: Where everything is.
        name: The round.
        send: Whether they are sent to those who asked for them, which a second officer may have to
            approve; a round that is published already is only sent.
    """
    lines = []
    async with opened(settings) as (store, _):
        round_ = await get_round(store, name)
        questionnaire = await get_questionnaire(store, round_.questionnaire_hash)
    if not (send and round_.state is RoundState.PUBLISHED):
        findings = await asyncio.to_thread(find_findings, settings, round_, questionnaire)
        publication = await asyncio.to_thread(make_publication, findings)
        lines += _describe(findings)
        async with at_work(settings) as office:
            await check_kept(office.connection, findings.measured)
            await publish(office, name, publication.write())
            findings.record()
        lines.append(f"round {name} is published")
    if send:
        lines += await _send(settings, name)
    return lines


def _describe(findings: Findings) -> list[str]:
    lines = []
    for language in findings.titles:
        lines += [f"In {language}:", *findings.describe(language).splitlines(), ""]
    nothing = ["nothing"]
    lines += ["Not shown, to protect people:", *(findings.list_withheld() or nothing), ""]
    return [*lines, "Breaks of the series:", *(findings.list_breaks() or nothing), ""]


async def _send(settings: Settings, name: str) -> list[str]:
    async with at_work(settings) as office:
        approval = await request_messages(office, name, BroadcastKind.RESULTS)
    if approval is None:
        return ["the results are being sent to those who asked for them, while the bot runs"]
    return [
        f"sending them waits for a second officer: request {approval.id}",
        IN_CHAT,
    ]
