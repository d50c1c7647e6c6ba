"""What `canvass evidence` does, behind the command line: the pack, and its check."""
# ruff: noqa: PLC0415  # pyarrow, jinja2 and the like, needed here only

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.auditing import NO_DATABASE, read_trail
from bot.consultation import Consultation, is_consultation
from bot.consulting import Asking, gather, let_all_leave, refuse_unasked, say_uncoded
from bot.exportable import check_exportable
from bot.exporting import say_marks
from bot.files import Drafts
from bot.measuring import find_frozen
from bot.notices import render_notices
from bot.office.noticing import NOTICE
from bot.office.preparing import load_who_asks
from bot.reaching import check_folder
from bot.settings import Settings
from surveys.audit import Entry, fingerprint
from surveys.checklist import find_draft
from surveys.errors import RoundError, SecretKeyError, StoreError
from surveys.rounds import Round, RoundState, london_date

if TYPE_CHECKING:
    from analysis.comments.agreeing import Compared
    from analysis.consultation import Evidence, Noted

EVIDENCE = "evidence"
"""As what the pack leaves, in trail and ledger."""

MADE = "evidence.made"
"""The line of the trail on a pack that was made; ``after`` is ``sha256:`` with its hash."""

_PLAIN = "sha256:"
_BY_HASH = "Who changes a file and the list is found by that hash alone: see whom it was given to."
_STATES = frozenset(f"round.{state}" for state in RoundState)
_DELETED = "round.delete"
_SIGNED = "language:"
"""How lines of the checklist on signed-off wording begin."""


async def write_evidence(
    settings: Settings, name: str, to: Path, outlines: str, asking: Asking = refuse_unasked
) -> list[str]:
    """Write the evidence pack of a closed consultation; what was written, a line each.

    Args:
        settings: Where everything is.
        name: The round.
        to: The zip file.
        outlines: Name or file of the ward outlines.
        asking: Asks whether analysts have finished, before its themes leave for the first time.

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
    lines = await _find_lines(settings, name)
    evidence = await asyncio.to_thread(_build, settings, consultation, round_, lines)
    pack = await asyncio.to_thread(render_evidence, evidence)
    files, digest = {to: pack}, hashlib.sha256(pack).hexdigest()
    made = [(MADE, f"{_PLAIN}{digest}")]
    await let_all_leave(settings, consultation, EVIDENCE, Drafts(files), asking, made)
    told = f"sha256 {digest}: give it to somebody outside"
    return [str(to), told, *say_uncoded(consultation), *say_marks(measured, round_)]


async def check_evidence_pack(settings: Settings, name: str, file: Path) -> list[str]:
    """See that a pack is unchanged and speaks of this frozen round; what was seen, in lines.

    Where the database has the round's lines of the audit trail, that it was made here as well.

    Raises:
        CanvassError: It cannot be read, was changed, speaks of other answers, or is none of those
            that the audit trail knows; or that does not verify.
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
    seen = await asyncio.to_thread(check_evidence, content, folder)
    lines = await _find_known_lines(settings, name)
    return [*seen, _say_made(lines, hashlib.sha256(content).hexdigest()) if lines else _BY_HASH]


def _require_known(round_: Round | None, name: str) -> Round:
    if round_ is None:
        raise RoundError(
            "evidence.no-database",
            f"round {name!r}",
            "the database does not know it, so its dates and its audit trail cannot be had",
            "Make the pack where the database of the round is.",
        )
    return round_


async def _find_lines(settings: Settings, name: str) -> Sequence[Entry]:
    """The lines of the audit trail on a round, oldest first; a deleted draft was another one.

    Raises:
        AuditError: The trail does not verify: a pack would stand on nothing.
    """
    entries, _, trouble = await read_trail(settings)
    if trouble is not None:
        raise trouble
    lines = [one for one in entries if one.subject == name]
    drafts = [place for place, one in enumerate(lines) if one.action == _DELETED]
    return lines[drafts[-1] + 1 :] if drafts else lines


async def _find_known_lines(settings: Settings, name: str) -> Sequence[Entry]:
    """The same; none where only the files of frozen rounds are."""
    try:
        return await _find_lines(settings, name)
    except (SecretKeyError, StoreError) as error:
        if error.code not in NO_DATABASE:
            raise
        return ()


def _say_made(lines: Sequence[Entry], digest: str) -> str:
    """When a pack of this hash was made, by the trail.

    Raises:
        StoreError: None was: it was changed together with its own list, or made elsewhere.
    """
    made = [one for one in lines if one.action == MADE]
    for one in made:
        if one.after == f"{_PLAIN}{digest}":
            return f"The audit trail says that it was made on {_find_day(one)} (line {one.number})."
    raise StoreError(
        "evidence.not-made",
        "the pack",
        f"it is none of those that the audit trail says were made of this round ({len(made)})",
        "Use a copy of one that was; or look for the database of the installation that made it.",
    )


def _build(
    settings: Settings, consultation: Consultation, round_: Round, lines: Sequence[Entry]
) -> Evidence:
    from analysis.consultation import Evidence
    from analysis.consultation.committing import commit_files

    frozen, consulted = consultation.measured.frozen, consultation.consulted
    steps = [one for one in lines if one.action in _STATES]
    signed = [key for key, line in round_.checklist.items() if key.startswith(_SIGNED) and line]
    return Evidence(
        consulted,
        frozen.plan,
        commit_files(frozen.folder),
        shown=render_notices(*load_who_asks(settings), round_, consulted.asked.questionnaire),
        noted=tuple(_list_noted(lines)),
        draft=find_draft(round_),
        signed=tuple(sorted(key.removeprefix(_SIGNED) for key in signed)),
        minimum_days=round_.minimum_days,
        steps=tuple((_find_day(one), one.action.removeprefix("round.")) for one in steps),
        fingerprint=fingerprint(steps[-1].number, steps[-1].mac) if steps else "",
        codebook=consultation.coding.drafted.codebook if consultation.coding else None,
        compared=_compare(consultation),
    )


def _list_noted(lines: Sequence[Entry]) -> Iterator[Noted]:
    """What was recorded of the screens that people were shown."""
    from analysis.consultation import Noted

    for one in lines:
        if one.action == NOTICE:
            file, _, digest = one.after.partition(" sha256:")
            yield Noted(_find_day(one), file, digest)


def _find_day(entry: Entry) -> str:
    return london_date(datetime.fromtimestamp(entry.at, UTC)).isoformat()


def _compare(consultation: Consultation) -> Compared | None:
    """The program's codes beside an analyst's; None where nobody has read a comment."""
    from analysis.comments.agreeing import compare_to_tell

    return compare_to_tell(consultation.coding) if consultation.coding else None
