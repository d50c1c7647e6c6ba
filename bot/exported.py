"""What `/export` sends: a chart, the workbook or the report, made at the moment of sending.

Messages that were asked for together show the same results: these are measured once, and a message
whose results have changed since it was asked for says so.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.office.cards import list_marks
from bot.outgoing import Outgoing
from bot.scenes import Rendered
from bot.settings import Settings
from bot.wording import Wording, load_wording
from surveys.errors import RoundError
from surveys.rounds import FROZEN, Round, RoundState

if TYPE_CHECKING:
    from analysis.consultation import Consulted
    from analysis.disclosure import Released
    from bot.consultation import Consultation
    from bot.measuring import Measured
    from bot.said import Said

LONGEST_CAPTION = 1024
SEEN = 12
"""Characters of the digest of results that a message carries."""
MOST_KEPT = 2


@dataclass(frozen=True, slots=True)
class Results:
    """What may leave of a round.

    Attributes:
        consultation: With its comments and places; None for a survey.
    """

    measured: Measured
    consultation: Consultation | None = None

    @property
    def released(self) -> Released:
        """The released figures."""
        return self.measured.released

    @property
    def consulted(self) -> Consulted | None:
        """Everything that may be said of a consultation."""
        return self.consultation.consulted if self.consultation else None

    @property
    def seen(self) -> str:
        """The beginning of the digest of everything that may leave."""
        from bot.measuring import hash_results  # noqa: PLC0415  # numpy, seldom needed

        digest = self.consultation.digest if self.consultation else hash_results(self.released)
        return digest[:SEEN]

    def draft_said(self, settings: Settings, left: frozenset[str]) -> Said | None:
        """What leaves of comments, to be kept; None where nothing does.

        Args:
            settings: Where everything is.
            left: Short hashes of what left before, by the trail.

        Raises:
            RoundError: Something else left of them before.
        """
        return self.consultation.draft_said(settings, left) if self.consultation else None


def find_results(settings: Settings, round_: Round) -> Results:
    """What may leave of a closed round at this moment; of a consultation all of it.

    Raises:
        CanvassError: A file of the round cannot be had, or is not what was frozen.
    """
    from bot.consultation import (  # noqa: PLC0415  # numpy, seldom needed
        find_consultation,
        is_consultation,
    )
    from bot.measuring import find_frozen  # noqa: PLC0415  # the same

    measured = find_frozen(settings, round_.name).measure()
    if not is_consultation(measured.frozen):
        return Results(measured)
    return Results(measured, find_consultation(settings, measured, round_.actions))


class Exports:
    """The results of rounds that are being sent, kept until others are."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._kept: dict[tuple[str, str], Results] = {}

    async def find(self, round_: Round, seen: str) -> Results:
        """What may leave of a round as it was asked for.

        Raises:
            RoundError: When there are none any more, or they have changed.
        """
        if round_.state not in FROZEN:
            raise RoundError(
                "round.not-closed",
                f"round {round_.name!r}",
                f"it is {round_.state}, and only a closed round has results",
                "See /rounds.",
            )
        key = round_.name, seen
        if key not in self._kept:
            results = await asyncio.to_thread(self._measure, round_, seen)
            while len(self._kept) >= MOST_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = results
        return self._kept[key]

    def _measure(self, round_: Round, seen: str) -> Results:
        results = find_results(self._settings, round_)
        if results.seen != seen:
            raise RoundError(
                "export.changed",
                f"round {round_.name!r}",
                "its results are not what they were when they were asked for",
                "Send /export again.",
            )
        return results

    async def make_chart(self, round_: Round, message: Outgoing) -> Rendered:
        """A chart; below it what it shows in words, the round's own result and cautions first."""
        from bot.outputs import list_charts  # noqa: PLC0415  # beside what it needs

        found = await self.find(round_, str(message.details["seen"]))
        charts = await asyncio.to_thread(list_charts, found.released, found.consulted)
        figure = next(one for one in charts if one.name == message.details["figure"])
        picture = await asyncio.to_thread(figure.draw, "png")
        wording = load_wording(message.language)
        head = _mark_unpublished(round_, wording)
        return Rendered(write_caption(head, figure.alt, wording), None, photo=picture)

    async def make_workbook(self, round_: Round, message: Outgoing) -> Rendered:
        """The workbook, of a consultation with its themes and places."""
        from bot.outputs import Form, render_outputs  # noqa: PLC0415  # beside what it needs

        found = await self.find(round_, str(message.details["seen"]))
        made = await asyncio.to_thread(render_outputs, found.released, Form.XLSX, found.consulted)
        [file] = made.items()
        return _as_document(round_, "export-workbook", message, file)

    async def make_report(self, round_: Round, message: Outgoing) -> Rendered:
        """The report, of a consultation its own."""
        found = await self.find(round_, str(message.details["seen"]))
        page = await asyncio.to_thread(_render_report, found)
        file = f"{round_.name}-report.html", page.encode()
        return _as_document(round_, "export-report", message, file)


def _render_report(found: Results) -> str:
    if found.consulted is not None:
        from analysis.consultation import render_consultation  # noqa: PLC0415  # jinja2, seldom

        return render_consultation(found.consulted)
    from analysis.report import render_report  # noqa: PLC0415  # jinja2, seldom needed

    return render_report(found.released)


def _as_document(round_: Round, key: str, message: Outgoing, file: tuple[str, bytes]) -> Rendered:
    wording = load_wording(message.language)
    marks = [*list_marks(round_), *_mark_unpublished(round_, wording)]
    lines = [*marks, wording(key, name=round_.name)]
    return Rendered("\n".join(lines), None, document=file)


def write_caption(head: Sequence[str], alt: str, wording: Wording) -> str:
    """What stands under a chart, as long as Telegram takes it.

    Args:
        head: What comes first.
        alt: The chart in words, what matters most first; what is cut off is in the report.
        wording: The language.
    """
    words = "\n\n".join([*head, alt])
    if len(words) <= LONGEST_CAPTION:
        return words
    end = f" … {wording('export-cut')}"
    return words[: LONGEST_CAPTION - len(end)].rpartition(" ")[0] + end


def _mark_unpublished(round_: Round, wording: Wording) -> list[str]:
    return [] if round_.state is RoundState.PUBLISHED else [wording("export-unpublished")]
