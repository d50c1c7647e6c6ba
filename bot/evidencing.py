"""What `canvass evidence` does, behind the command line: the pack, and its check."""
# ruff: noqa: PLC0415  # pyarrow, jinja2 and the like, needed here only

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.auditing import read_trail
from bot.consulting import Consultation, gather, is_consultation, let_all_leave, say_uncoded
from bot.exportable import check_exportable
from bot.exporting import say_marks
from bot.fieldwork import Fieldwork, LiveRound
from bot.files import Drafts
from bot.measuring import find_frozen
from bot.outgoing import Outgoing, Show
from bot.reaching import check_folder
from bot.scenes import Scene
from bot.screens import render
from bot.settings import Settings
from surveys.audit import Entry, fingerprint
from surveys.contacts import load_contacts
from surveys.errors import EstimateError, RoundError
from surveys.partnership import load_partnership
from surveys.privacy import RoundKeys
from surveys.questionnaire import Questionnaire
from surveys.rounds import Round, RoundState, london_date

if TYPE_CHECKING:
    from analysis.comments.agreeing import Compared
    from analysis.consultation import Evidence

EVIDENCE = "evidence"
"""As what the pack leaves, in trail and ledger."""

_STATES = frozenset(f"round.{state}" for state in RoundState)
_SCREENS = {"start": Show.START, "privacy": Show.PRIVACY}
_NO_KEY = bytes(32)
"""In place of a round's key, which is destroyed at closing and shows on no screen."""

_SIGNED = "language:"
"""How lines of the checklist on signed-off wording begin."""


async def write_evidence(settings: Settings, name: str, to: Path, outlines: str) -> list[str]:
    """Write the evidence pack of a closed consultation; what was written, a line each.

    Args:
        settings: Where everything is.
        name: The round.
        to: The zip file.
        outlines: Name of the ward outlines.

    Raises:
        CanvassError: The round is no closed consultation, the database does not know it, the audit
            trail does not verify, or something cannot be had, written or recorded.
    """
    from analysis.consultation import render_evidence

    check_folder(to)
    round_ = _require_known(await check_exportable(settings, name), name)
    frozen = find_frozen(settings, name)
    if not is_consultation(frozen):
        raise RoundError(
            "evidence.no-consultation",
            f"round {name!r}",
            "it is no consultation, and its plan has no decision to defend",
            "Its report and its files say what was asked and found.",
        )
    measured = await asyncio.to_thread(frozen.measure)
    consultation = await gather(settings, measured, round_, outlines)
    steps = await _find_steps(settings, name)
    evidence = await asyncio.to_thread(_build, settings, consultation, round_, steps)
    files = {to: await asyncio.to_thread(render_evidence, evidence)}
    await let_all_leave(settings, consultation, EVIDENCE, Drafts(files))
    return [str(to), *say_uncoded(consultation), *say_marks(measured, round_)]


async def check_evidence_pack(settings: Settings, name: str, file: Path) -> list[str]:
    """See that a pack is unchanged and speaks of this frozen round; what was seen, in lines.

    Raises:
        CanvassError: It cannot be read, was changed, or speaks of other answers.
    """
    from analysis.consultation import check_evidence

    folder = find_frozen(settings, name).folder
    try:
        content = await asyncio.to_thread(file.read_bytes)
    except OSError as error:
        raise RoundError(
            "evidence.no-file",
            str(file),
            f"it cannot be read ({error.strerror})",
            "Name the zip file of the pack.",
        ) from error
    return await asyncio.to_thread(check_evidence, content, folder)


def _require_known(round_: Round | None, name: str) -> Round:
    if round_ is None:
        raise RoundError(
            "evidence.no-database",
            f"round {name!r}",
            "the database does not know it, so its dates and its audit trail cannot be had",
            "Make the pack where the database of the round is.",
        )
    return round_


async def _find_steps(settings: Settings, name: str) -> Sequence[Entry]:
    """The lines of the audit trail on the state of a round, oldest first.

    Raises:
        AuditError: The trail does not verify: a pack would stand on nothing.
    """
    entries, _, trouble = await read_trail(settings)
    if trouble is not None:
        raise trouble
    return [one for one in entries if one.subject == name and one.action in _STATES]


def _build(
    settings: Settings, consultation: Consultation, round_: Round, steps: Sequence[Entry]
) -> Evidence:
    from analysis.consultation import Evidence
    from analysis.consultation.committing import commit_files

    frozen, consulted = consultation.measured.frozen, consultation.consulted
    signed = [key for key, line in round_.checklist.items() if key.startswith(_SIGNED) and line]
    return Evidence(
        consulted,
        frozen.plan,
        commit_files(frozen.folder),
        shown=dict(_show_screens(settings, round_, consulted.asked.questionnaire)),
        signed=tuple(sorted(key.removeprefix(_SIGNED) for key in signed)),
        minimum_days=round_.minimum_days,
        steps=tuple((_find_day(one), one.action.removeprefix("round.")) for one in steps),
        fingerprint=fingerprint(steps[-1].number, steps[-1].mac) if steps else "",
        codebook=consultation.coding.drafted.codebook if consultation.coding else None,
        compared=_compare(consultation),
    )


def _find_day(entry: Entry) -> str:
    return london_date(datetime.fromtimestamp(entry.at, UTC)).isoformat()


def _compare(consultation: Consultation) -> Compared | None:
    """The program's codes beside an analyst's; None where nobody has read a comment."""
    from analysis.comments.agreeing import compare_readings

    if consultation.coding is None:
        return None
    try:
        return compare_readings(consultation.coding)
    except EstimateError:
        return None


def _show_screens(
    settings: Settings, round_: Round, questionnaire: Questionnaire
) -> Iterator[tuple[str, str]]:
    """The first screen and the privacy notice in each language, as a chat shows them."""
    partnership = load_partnership(settings.partnership)
    live = LiveRound(round_, questionnaire, RoundKeys(_NO_KEY))
    rounds: Mapping[int, LiveRound] = {round_.id: live}
    fieldwork = Fieldwork(partnership, load_contacts(partnership.contacts), rounds)
    show = partial(_show, fieldwork, round_)
    for language in live.languages:
        for name, screen in _SCREENS.items():
            yield f"{name}-{language}.txt", show(screen, language)


def _show(fieldwork: Fieldwork, round_: Round, screen: Show, language: str) -> str:
    message = Outgoing(chat=0, show=screen, language=language, round=round_.id)
    rendered = render(Scene(message, fieldwork, None))
    assert rendered is not None, "both screens are there for a live round"
    return rendered.text
