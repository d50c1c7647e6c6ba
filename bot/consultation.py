"""What may leave of a consultation, from its files alone: for the terminal and for chat.

Its results, comments and places are of one round and leave together, but each passes a gate of its
own and is recorded where its kind is: results and places in the ledger, comments beside their
coding.
"""
# ruff: noqa: PLC0415  # pyarrow, pyproj and matplotlib, needed here only

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.comments.quotes import release_quotes
from analysis.comments.records import Coding, load_coding
from analysis.comments.releasing import release_themes, render_said
from analysis.comments.store import comments_folder, read_comments
from analysis.comments.themes import count_themes
from bot.measuring import Frozen, Measured, hash_results
from bot.said import Said, check_kept_said, draft_said
from bot.settings import Settings
from surveys.errors import RoundError, StoreError
from surveys.rounds import Purpose

if TYPE_CHECKING:
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

    @property
    def digest(self) -> str:
        """SHA-256 of every figure, place, theme and quote."""
        told = self.consulted
        quotes = told.quotes.by_theme if told.quotes else {}
        parts = (
            hash_results(told.released),
            told.places.digest if told.places else "",
            hashlib.sha256(render_said(told.themes, quotes) if told.themes else b"").hexdigest(),
        )
        return hashlib.sha256("\x00".join(parts).encode()).hexdigest()

    @property
    def lacks_coding(self) -> bool:
        """Whether people wrote something of which nothing can be said yet."""
        return self.consulted.themes is None and self.consulted.asked.asks_for_words

    def draft_said(self, settings: Settings, left: frozenset[str] | None) -> Said | None:
        """What leaves of its comments, to be kept; None where nothing does.

        Args:
            settings: Where everything is.
            left: Short hashes of what left before, by the trail; None where there is none.

        Raises:
            RoundError: Something else left of them before, or that is not kept any more.
        """
        check_kept_said(settings, self.consulted.results.round, left)
        if self.consulted.themes is None or self.consulted.quotes is None:
            return None
        return draft_said(settings, self.consulted.themes, self.consulted.quotes, left)

    def record(self, kind: str) -> None:
        """Put results and places into the ledger: call it before they leave, in a transaction.

        Args:
            kind: As what they leave.

        Raises:
            RoundError, StoreError: As `Measured.record`; nothing may leave then.
        """
        self.measured.record(kind)
        if self.consulted.places is not None:
            record_released_places(self.measured.frozen, self.consulted.places, kind)


def record_released_places(frozen: Frozen, places: ReleasedPlaces, kind: str) -> None:
    """Put places into the ledger of their round: call it before they leave.

    Args:
        frozen: The round.
        places: What leaves of its places.
        kind: As what they leave.

    Raises:
        StoreError: The ledger cannot be written; nothing may leave then.
    """
    from analysis.places import record_places

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


def is_consultation(frozen: Frozen) -> bool:
    """Whether a round is measured as a consultation, and not as the annual survey."""
    return frozen.plan.purpose is Purpose.CONSULTATION


def find_consultation(
    settings: Settings, measured: Measured, actions: Mapping[str, str], outlines: str = OUTLINES
) -> Consultation:
    """Everything that may be said of a consultation.

    Args:
        settings: Where everything is.
        measured: Its released results.
        actions: What was done about them, by language.
        outlines: Name or file of the ward outlines.

    Raises:
        CanvassError: A file of the round or of its comments cannot be had.
    """
    from analysis.consultation import Consulted, load_asked
    from analysis.places import load_places, release_places
    from analysis.places.covering import load_wards

    frozen = measured.frozen
    asked = load_asked(frozen.folder, frozen.plan)
    coding = _find_coding(settings, frozen.folder)
    themes = release_themes(count_themes(coding)) if coding else None
    counts = load_places(frozen.folder) if asked.asks_for_places else None
    consulted = Consulted(
        measured.released,
        asked,
        themes=themes,
        quotes=release_quotes(coding, themes) if coding and themes else None,
        places=release_places(counts) if counts else None,
        outlines=load_wards(outlines, counts) if counts else (),
        actions=actions,
    )
    return Consultation(measured, consulted, coding)


def read_coding(settings: Settings, folder: Path) -> Coding:
    """What is known of the comments of a frozen round.

    Raises:
        RoundError: They are not coded yet, or were frozen anew since.
    """
    written = read_comments(folder)
    coding = load_coding(comments_folder(settings.data_dir, written.round))
    if coding.drafted.frozen != written.hash:
        raise RoundError(
            "comments.other-frozen",
            f"round {written.round!r}",
            "other comments were coded than those that are frozen",
            "Code them again with `canvass comments code`.",
        )
    return coding


def _find_coding(settings: Settings, folder: Path) -> Coding | None:
    """The same; None where there are no comments, or they are not coded yet."""
    try:
        return read_coding(settings, folder)
    except RoundError as error:
        if error.code not in _NONE_YET:
            raise
        return None
