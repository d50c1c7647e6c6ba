"""A consultation's results with its comments and places: gathered, and put on record as they leave.

They are of one round and leave in one file, but each passes a gate of its own and is recorded where
its kind is: results and places in the ledger, comments beside their coding.
"""
# ruff: noqa: PLC0415  # pyarrow, pyproj and matplotlib, needed here only

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.auditing import note
from bot.commenting import find_coding
from bot.files import Drafts
from bot.leaving import EXPORT, check_kept
from bot.measuring import Frozen, Measured
from bot.quoting import Publishable, check_said, find_publishable, note_said
from bot.settings import Settings
from surveys.errors import RoundError, StoreError
from surveys.rounds import Purpose, Round

if TYPE_CHECKING:
    from analysis.comments.records import Coding
    from analysis.consultation import Consulted
    from analysis.places import ReleasedPlaces

OUTLINES = "tower-hamlets"
"""Name of the ward outlines, after which squares are named."""

_NONE_YET = frozenset({"comments.none", "comments.not-coded"})
"""What is wrong where nothing can be said of comments, and the rest can leave without."""


@dataclass(frozen=True, slots=True)
class Consultation:
    """A consultation as it may leave.

    Attributes:
        coding: Its comments with everything said of them, for staff; None where they are not coded.
    """

    measured: Measured
    consulted: Consulted
    coding: Coding | None


def is_consultation(frozen: Frozen) -> bool:
    """Whether a round is measured as a consultation, and not as the annual survey."""
    return frozen.plan.purpose is Purpose.CONSULTATION


async def gather(
    settings: Settings, measured: Measured, round_: Round | None, outlines: str = OUTLINES
) -> Consultation:
    """Everything that may be said of a consultation.

    Args:
        settings: Where everything is.
        measured: Its released results.
        round_: The round as the database has it; None where there is none.
        outlines: Name of the ward outlines.

    Raises:
        CanvassError: A file of the round or of its comments cannot be had.
    """
    found, coding = await _find_words(settings, measured.released.results.round)
    actions = {} if round_ is None else round_.actions
    build = partial(_build, measured, found, actions, outlines)
    return Consultation(measured, await asyncio.to_thread(build), coding)


async def _find_words(settings: Settings, name: str) -> tuple[Publishable | None, Coding | None]:
    """What may be published of comments; None where there are none, or they are not coded yet."""
    try:
        return await find_publishable(settings, name), await find_coding(settings, name)
    except RoundError as error:
        if error.code not in _NONE_YET:
            raise
        return None, None


def _build(
    measured: Measured, found: Publishable | None, actions: Mapping[str, str], outlines: str
) -> Consulted:
    from analysis.consultation import Consulted, load_asked
    from analysis.places import load_places, release_places
    from analysis.places.outlines import load_outlines

    frozen = measured.frozen
    asked = load_asked(frozen.folder, frozen.plan)
    places = release_places(load_places(frozen.folder)) if asked.asks_for_places else None
    return Consulted(
        measured.released,
        asked,
        themes=found.themes if found else None,
        quotes=found.quotes if found else None,
        places=places,
        outlines=load_outlines(outlines) if places else (),
        actions=actions,
    )


async def let_all_leave(
    settings: Settings, consultation: Consultation, kind: str, drafts: Drafts
) -> None:
    """Put files in their places once it is recorded that results, places and comments leave.

    Args:
        settings: Where everything is.
        consultation: What the files are made of.
        kind: As what they leave.
        drafts: The files.

    Raises:
        CanvassError: When they cannot be written or that cannot be recorded; no file is changed.
    """
    measured, consulted = consultation.measured, consultation.consulted
    with drafts:
        if consulted.themes is not None and consulted.quotes is not None:
            # before it is recorded that results leave, which do not where comments may not
            check_said(settings, consulted.themes, consulted.quotes)
        first = partial(check_kept, measured=measured)
        also = partial(_record, measured, consulted.places, kind)
        await note(settings, EXPORT, consulted.results.round, kind, first=first, also=also)
        if consulted.themes is not None and consulted.quotes is not None:
            await note_said(settings, consulted.themes, consulted.quotes, kind)
        drafts.keep()


def _record(measured: Measured, places: ReleasedPlaces | None, kind: str) -> None:
    """Put results and places into the ledger."""
    from analysis.places import record_places

    measured.record(kind)
    if places is None:
        return
    frozen = measured.frozen
    try:
        with frozen.ledger.hold():
            record_places(frozen.ledger, places, frozen.plan, kind)
    except OSError as error:
        raise StoreError(
            "ledger.not-written",
            f"round {places.round!r}",
            f"what leaves cannot be recorded in {frozen.releases} ({error.strerror})",
            "Make DATA_DIR writable, and do the same again; nothing was published.",
        ) from error


def say_uncoded(consultation: Consultation) -> list[str]:
    """That nothing is said of comments because nobody coded them; nothing where all is said."""
    consulted = consultation.consulted
    if consulted.themes is not None or not consulted.asked.asks_for_words:
        return []
    return ["Its comments are not coded yet, so nothing is said of them: `canvass comments code`."]
