"""Publishing in chat: the results as people will get them, then the decision, then the messages."""

from __future__ import annotations

import asyncio

from bot.desk.errands import Entry, Errand, Rows
from bot.desk.rounds import get_tapped_round
from bot.desk.tokens import StaffToken
from bot.leaving import check_kept
from bot.office.ending import publish
from bot.publications import Findings, find_findings, make_publication, may_be_published
from bot.wording import NAMES
from surveys.messages import BroadcastKind
from surveys.round_checks import check_move
from surveys.rounds import Round
from surveys.rounds import RoundState as State
from surveys.staff import Permission
from surveys.store.broadcasts import count_recipients
from surveys.store.questionnaires import get_questionnaire
from surveys.store.rounds import find_rounds, find_rounds_within

_SHOWN_HASH = 12
"""Characters of the digest that a button carries; nobody but us makes the other version."""


async def choose_round(errand: Errand) -> None:
    """``/publish``: which of the closed rounds."""
    errand.forget()
    rounds = await find_rounds_within(errand.office.connection)
    waiting = [one for one in rounds if may_be_published(one)]
    if not waiting:
        errand.say(errand.words("publish-none"))
        return
    rows = [[(one.name, StaffToken("publish", (str(one.id),)))] for one in waiting]
    errand.say(errand.words("publish-which"), rows)


async def measure(errand: Errand) -> None:
    """Work out what may be published, before the transaction: it takes a second or so."""
    number = errand.argument(0)
    found = [one for one in await find_rounds(errand.store) if str(one.id) == number]
    if found:
        errand.prepared = await _find(errand, found[0])


async def measure_and_draw(errand: Errand) -> None:
    """The same once more, with the pictures, if it is still what was seen."""
    await measure(errand)
    findings = errand.prepared
    if isinstance(findings, Findings) and _is_what_was_seen(errand, findings):
        errand.prepared = (findings, await asyncio.to_thread(make_publication, findings))


async def preview(errand: Errand) -> None:
    """Show the results as people will get them, and what is not in them; nothing is published."""
    errand.forget()
    round_ = await get_tapped_round(errand)
    findings = errand.prepared
    assert isinstance(findings, Findings), "it was measured before, or refused"
    _show(errand, round_, findings, errand.words("publish-preview", **_names(round_, findings)))


async def publish_seen(errand: Errand) -> None:
    """Publish what was seen; where that has changed, show it again instead."""
    errand.forget()
    round_ = await get_tapped_round(errand)
    check_move(round_, State.PUBLISHED)
    if isinstance(errand.prepared, Findings):
        _show(errand, round_, errand.prepared, errand.words("publish-changed"))
        return
    findings, publication = errand.prepared
    await check_kept(errand.office.connection, findings.measured)
    await publish(errand.office, round_.name, publication.write())
    await asyncio.to_thread(findings.record)
    kind = BroadcastKind.RESULTS
    people = await count_recipients(errand.office.connection, round_.id, kind)
    told = [errand.words("published", name=round_.name)]
    rows: Rows = []
    if people:
        told.append(errand.words("published-send", count=people))
        rows = [
            [(errand.words("results-send"), StaffToken("tell-results", (str(round_.id),)))],
            [(errand.words("staff-no"), StaffToken("cancel"))],
        ]
    else:
        told.append(errand.words("published-nobody"))
    errand.say("\n\n".join(told), rows)


async def _find(errand: Errand, round_: Round) -> Findings:
    questionnaire = await get_questionnaire(errand.store, round_.questionnaire_hash)
    return await asyncio.to_thread(find_findings, errand.settings, round_, questionnaire)


def _is_what_was_seen(errand: Errand, findings: Findings) -> bool:
    seen = errand.argument(1)
    return len(seen) == _SHOWN_HASH and findings.digest.startswith(seen)


def _show(errand: Errand, round_: Round, findings: Findings, first: str) -> None:
    """The message in each language, drawn when it is sent, and the decision below."""
    errand.say(first)
    for language in findings.titles:
        errand.picture("findings", round=round_.id, shown=language)
    nothing = [errand.words("publish-nothing")]
    text = errand.words(
        "publish-confirm",
        name=round_.name,
        withheld="\n".join(findings.list_withheld() or nothing),
        breaks="\n".join(findings.list_breaks() or nothing),
    )
    seen = findings.digest[:_SHOWN_HASH]
    rows = [
        [(errand.words("publish-yes"), StaffToken("publish-yes", (str(round_.id), seen)))],
        [(errand.words("staff-no"), StaffToken("cancel"))],
    ]
    errand.say(text, rows, edit=False)


def _names(round_: Round, findings: Findings) -> dict[str, str]:
    languages = ", ".join(NAMES.get(language, language) for language in findings.titles)
    return {"name": round_.name, "languages": languages}


COMMANDS = {
    "publish": Entry(choose_round, Permission.PUBLISH, menu="menu-publish"),
}
TAPS = {
    "publish": Entry(preview, Permission.PUBLISH, prepare=measure),
    "publish-yes": Entry(publish_seen, Permission.PUBLISH, prepare=measure_and_draw),
}
STEPS: dict[str, Entry] = {}
