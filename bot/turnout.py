"""Who has taken part in a round so far, as staff may see it; never what anybody answered.

Interviews are read and counted a page at a time, beside the chats. Who is missing moves on with
every ten answers only: somebody who looked before and after one answer would see whose it was.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from heapq import heappop, heappush
from typing import TYPE_CHECKING

import structlog

from analysis.margin_counts import MarginCounts, Pair
from analysis.plan import Plan
from bot.fieldwork import key_name, write_date
from bot.office.cards import list_marks
from bot.sessions import SessionKind
from bot.settings import Settings
from surveys.errors import RoundError, SecretKeyError
from surveys.interview import Interview
from surveys.keyring import KeyRing
from surveys.privacy import RoundKeys
from surveys.progress import (
    LEAST_SHOWN,
    Progress,
    Tally,
    publish,
    render_progress,
    show_count,
    write_count,
)
from surveys.questionnaire import Questionnaire
from surveys.rounds import FROZEN, LIVE, Round, london_date
from surveys.sealing import open_interview
from surveys.store.codes import count_codes
from surveys.store.engine import Store
from surveys.store.interviews import StoredInterview, iterate_interviews
from surveys.store.manifest import Manifest, load_manifest
from surveys.store.plans import get_plan
from surveys.store.questionnaires import get_questionnaire
from surveys.store.venues import find_venues

if TYPE_CHECKING:
    from analysis.representation import Representation

TIMED = frozenset({"chat", SessionKind.ASSISTED.value})
"""Modes in which it is known how long an interview took."""

STEP = 10
"""Answers by which who is missing moves on."""

PAGE = 200
WATCHED = LIVE | FROZEN
"""States of a round in which somebody can have taken part."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Turnout:
    """Who has taken part in a round, as staff may see it.

    Attributes:
        title: The round, how far it is, its days and its marks.
        marks: Such as SYNTHETIC or REHEARSAL; empty for neither.
        lines: Its progress in words.
        representation: Who has answered against the population; None once the round is closed, and
            where it has no plan.
    """

    title: str
    marks: str
    lines: tuple[str, ...]
    representation: Representation | None = None


async def read_turnout(settings: Settings, store: Store, ring: KeyRing, round_: Round) -> Turnout:
    """Who has taken part: from its interviews while it is in the field, then from its manifest.

    Raises:
        RoundError: When the round was never opened, or is withdrawn.
        StoreError: When its frozen files are damaged.
        SecretKeyError: When its key is missing.
    """
    if round_.state not in WATCHED:
        raise RoundError(
            "round.no-turnout",
            f"round {round_.name!r}",
            f"it is {round_.state}, so nobody's answers are counted in it",
            "Choose a round that is or was open.",
        )
    questionnaire = await get_questionnaire(store, round_.questionnaire_hash)
    venues = {venue.name: venue.started for venue in await find_venues(store, round_.id)}
    if round_.state in FROZEN:
        manifest = await asyncio.to_thread(load_manifest, settings.data_dir / round_.name)
        shown = _show(round_, questionnaire, _read_manifest(manifest, questionnaire, venues))
        modes = [
            f"  {mode}: {write_count(show_count(people))}"
            for mode, people in manifest.modes.items()
        ]
        issued = sum(one.issued for one in manifest.codes)
        used = sum(one.used for one in manifest.codes)
        lines = (*shown.lines, "", "By mode (finished):", *modes, *_write_codes(issued, used))
        return replace(shown, lines=lines)
    plan = None
    if round_.plan_hash:
        plan = Plan.model_validate_json(await get_plan(store, round_.plan_hash))
    count = _Count(round_, RoundKeys(ring.get(key_name(round_))), questionnaire, plan)
    page: list[StoredInterview] = []
    async for stored in iterate_interviews(store, round_.id):
        page.append(stored)
        if len(page) == PAGE:
            await asyncio.to_thread(count.add, page)
            page = []
    await asyncio.to_thread(count.add, page)
    progress = publish(count.tally, questionnaire, venues)
    shown = _show(round_, questionnaire, progress, count.compare())
    codes = await count_codes(store, round_.id)
    counted = _write_codes(sum(one.issued for one in codes), sum(one.spent for one in codes))
    return replace(shown, lines=(*shown.lines, *counted))


def _write_codes(issued: int, used: int) -> tuple[str, ...]:
    """How many invitation codes were issued and used, where any were."""
    if not issued:
        return ()
    return ("", f"Invitation codes: {issued:,} issued, {write_count(show_count(used))} used.")


class _Count:
    """Counts the interviews of one round.

    Args:
        round_: The round.
        keys: Opens its interviews.
        questionnaire: The version that it asks.
        plan: Its plan, whose population margins answers are held against; None without one.
    """

    def __init__(
        self, round_: Round, keys: RoundKeys, questionnaire: Questionnaire, plan: Plan | None
    ) -> None:
        self._round = round_
        self._keys = keys
        self._plan = plan
        self._margins = SteppedMargins(plan, questionnaire) if plan else None
        self._taken = SteppedMargins(plan, questionnaire) if plan else None
        self._waiting: list[tuple[Interview, int]] = []
        self._latest = date.min
        self.tally = Tally()

    def add(self, page: Sequence[StoredInterview]) -> None:
        """Count some interviews; one that cannot be read does not hide the others."""
        for stored in page:
            if stored.mode == SessionKind.PREVIEW:
                continue  # nobody was asked: staff went through the questions
            try:
                interview = open_interview(
                    self._keys, self._round.id, stored.pseudonym, stored.person, stored.state
                )
            except SecretKeyError as error:
                log.error("interview.unreadable", round=self._round.name, code=error.code)
                continue
            self.tally.add(interview, mode=stored.mode, sample=stored.sample)
            if self._margins is None or not interview.submitted:
                continue
            self._latest = max(self._latest, _submitted_on(interview))
            if stored.mode == SessionKind.ASSISTED:
                self._waiting.append((interview, stored.id))
            else:
                self._margins.add(interview, stored.id)

    def compare(self) -> Representation | None:
        """The answers against the population; None without a plan that knows it."""
        if self._plan is None or self._margins is None or self._taken is None:
            return None
        # Of what interviewers take only the day is known, so it counts once that day is over: its
        # order does not change any more then, and it comes to full tens of its own.
        for interview, number in self._waiting:
            if _submitted_on(interview) < self._latest:
                self._taken.add(interview, number)
        counts, taken = self._margins.finish(), self._taken.finish()
        for margin, levels in taken.items():
            for level, count in levels.items():
                counts[margin][level] += count
        from analysis.representation import compare_to_population  # noqa: PLC0415  # numpy, and needed seldom

        pairs = self._margins.pairs | self._taken.pairs
        return compare_to_population(self._plan, counts, pairs) if counts else None


class SteppedMargins:
    """Counts submitted interviews by population margin, but for the last that make no full ten.

    Args:
        plan: Its groupings.
        questionnaire: The version that the interviews answer.
    """

    def __init__(self, plan: Plan, questionnaire: Questionnaire) -> None:
        self._margins = MarginCounts(plan, questionnaire)
        self._latest: list[tuple[float, int, Interview]] = []
        self._number = 0

    def add(self, interview: Interview, number: int) -> None:
        """Count one interview.

        Args:
            interview: The interview as it stands; one that is not submitted does not count.
            number: Its number in the store, which tells no order.
        """
        if not interview.submitted:
            return
        self._number += 1
        heappush(self._latest, (_submitted_at(interview), number, interview))
        if len(self._latest) == STEP:
            self._margins.add(heappop(self._latest)[2])

    @property
    def pairs(self) -> frozenset[Pair]:
        """The levels of groupings that anybody counted is in at once."""
        return self._margins.pairs

    def finish(self) -> dict[str, dict[str, int]]:
        """The counts by margin and level; call it once, when all are added."""
        certain = len(self._latest) - self._number % STEP
        for _, _, interview in sorted(self._latest)[:certain]:
            self._margins.add(interview)
        return {name: dict(levels) for name, levels in self._margins.counts.items()}


def _submitted_at(interview: Interview) -> float:
    """When an interview was submitted, seconds since 1970."""
    return interview.began + 60 * (interview.minutes or 0.0)


def _submitted_on(interview: Interview) -> date:
    return london_date(datetime.fromtimestamp(_submitted_at(interview), UTC))


def _read_manifest(
    manifest: Manifest, questionnaire: Questionnaire, venues: dict[str, int]
) -> Progress:
    """What is known of a closed round without its answers."""
    finished, unfinished = manifest.counts.submitted, manifest.counts.unsubmitted
    counts = Tally(finished + unfinished, finished)
    counts.stopped.update(manifest.break_offs)
    shown = publish(counts, questionnaire, venues)
    timed = sum(people for mode, people in manifest.modes.items() if mode in TIMED)
    minutes = manifest.median_minutes if timed >= LEAST_SHOWN else None
    return replace(shown, median_minutes=minutes, languages={}, flags={})


def _show(
    round_: Round,
    questionnaire: Questionnaire,
    progress: Progress,
    representation: Representation | None = None,
) -> Turnout:
    marks = " ".join(list_marks(round_))
    days = f"{write_date(round_.opens_on)} to {write_date(round_.closes_on)}"
    title = f"{round_.name}: {round_.state}, {days}"
    lines = tuple(render_progress(progress, questionnaire))
    return Turnout(title, marks, lines, representation)
