"""What `/export` sends: a chart, the workbook or the report, made at the moment of sending.

Messages that were asked for together show the same results: these are measured once, and a message
whose results have changed since it was asked for says so.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.office.cards import list_marks
from bot.outgoing import Outgoing
from bot.scenes import Rendered
from bot.settings import Settings
from bot.wording import Wording, load_wording
from surveys.errors import RoundError
from surveys.rounds import FROZEN, Purpose, Round, RoundState

if TYPE_CHECKING:
    from analysis.disclosure import Released

LONGEST_CAPTION = 1024
SEEN = 12
"""Characters of the digest of results that a message carries."""
MOST_KEPT = 2


class Exports:
    """The results of rounds that are being sent, kept until others are."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._kept: dict[tuple[str, str], Released] = {}

    async def find(self, round_: Round, seen: str) -> Released:
        """The released results of a round as they were asked for.

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
            released = await asyncio.to_thread(self._measure, round_, seen)
            while len(self._kept) >= MOST_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = released
        return self._kept[key]

    def _measure(self, round_: Round, seen: str) -> Released:
        from bot.measuring import find_frozen, hash_results  # noqa: PLC0415  # numpy, seldom needed

        released = find_frozen(self._settings, round_.name).measure().released
        if hash_results(released)[:SEEN] != seen:
            raise RoundError(
                "export.changed",
                f"round {round_.name!r}",
                "its results are not what they were when they were asked for",
                "Send /export again.",
            )
        return released

    async def make_chart(self, round_: Round, message: Outgoing) -> Rendered:
        """A chart; below it what it shows in words, the round's own result and cautions first."""
        from bot.outputs import list_charts  # noqa: PLC0415  # beside what it needs

        released = await self.find(round_, str(message.details["seen"]))
        charts = await asyncio.to_thread(list_charts, released)
        figure = next(one for one in charts if one.name == message.details["figure"])
        picture = await asyncio.to_thread(figure.draw, "png")
        wording = load_wording(message.language)
        head = _mark_unpublished(round_, wording)
        return Rendered(write_caption(head, figure.alt, wording), None, photo=picture)

    async def make_workbook(self, round_: Round, message: Outgoing) -> Rendered:
        """The workbook."""
        from bot.outputs import Form, render_outputs  # noqa: PLC0415  # beside what it needs

        released = await self.find(round_, str(message.details["seen"]))
        [file] = (await asyncio.to_thread(render_outputs, released, Form.XLSX)).items()
        return _as_document(round_, "export-workbook", message, file)

    async def make_report(self, round_: Round, message: Outgoing) -> Rendered:
        """The report."""
        from analysis.report import render_report  # noqa: PLC0415  # jinja2, seldom needed

        if round_.purpose is Purpose.CONSULTATION:
            raise RoundError(
                "export.consultation",
                f"round {round_.name!r}",
                "the report of a consultation has its comments and places, and is not made in chat",
                "Make it with `canvass report`.",
            )
        released = await self.find(round_, str(message.details["seen"]))
        page = await asyncio.to_thread(render_report, released)
        file = f"{round_.name}-report.html", page.encode()
        return _as_document(round_, "export-report", message, file)


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
