from __future__ import annotations

from collections.abc import Awaitable
from datetime import date, timedelta
from typing import Any

import pytest

from bot.office.approving import approve, decline
from bot.office.context import TERMINAL
from bot.office.drafts import change_draft
from bot.office.launching import open_draft, open_scheduled, request_launch, unschedule
from bot.office.noticing import NOTICE
from bot.office.preparing import record_reason
from bot.office.rehearsing import rehearse
from surveys.errors import CanvassError, RoundError, StaffError
from surveys.rounds import Audience, Purpose, Round, RoundState
from surveys.store.approvals import find_pending
from surveys.store.broadcasts import find_broadcasts
from surveys.store.interviews import StoredInterview, count_interviews, insert_interviews
from tests.unit.bot.office.conftest import ASKER, OTHER, TODAY, Workplace

LATER: dict[str, Any] = {"opens_on": date(2026, 12, 1), "closes_on": date(2026, 12, 28)}


async def launch(workplace: Workplace, *, invite: bool = False, who: str = ASKER) -> Round:
    async with workplace.office(who) as office:
        return (await request_launch(office, "winter", invite=invite)).round


async def refused_code(work: Awaitable[object]) -> str:
    with pytest.raises(CanvassError) as refused:
        await work
    return refused.value.code


async def pending(workplace: Workplace) -> list[int]:
    async with workplace.store.write() as connection:
        return [one.id for one in await find_pending(connection)]


async def moves(workplace: Workplace) -> list[tuple[str, str, str, str, str]]:
    """The audit trail but for what people are shown (see `test_noticing`)."""
    return [line for line in await workplace.trail() if line[1] != NOTICE]


class TestLaunching:
    async def test_on_its_first_day_it_opens_at_once(self, workplace: Workplace) -> None:
        await workplace.draft()
        assert (await launch(workplace)).state is RoundState.OPEN
        assert (await workplace.round()).checklist["invite"] == "no"
        assert (await moves(workplace))[1:] == [
            (ASKER, "launch.request", "winter", "", "tell nobody"),
            (ASKER, "round.scheduled", "winter", "draft", "scheduled"),
            (ASKER, "round.open", "winter", "scheduled", "open"),
        ]

    async def test_before_its_first_day_it_is_scheduled(self, workplace: Workplace) -> None:
        await workplace.draft(**LATER)
        assert (await launch(workplace)).state is RoundState.SCHEDULED
        assert (await workplace.actions())[-1] == "round.scheduled"

    async def test_a_second_launch_is_told_and_does_nothing(self, workplace: Workplace) -> None:
        await workplace.draft()
        await launch(workplace)
        before = await workplace.trail()
        assert await refused_code(launch(workplace)) == "round.launched"
        assert await workplace.trail() == before

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            pytest.param({"decision": ""}, "round.not-ready", id="no decision"),
            pytest.param({"checklist": {}}, "round.not-ready", id="nothing signed off"),
            pytest.param({"opens_on": date(2026, 11, 20)}, "round.past", id="first day past"),
            pytest.param(
                {"opens_on": date(2026, 1, 1), "closes_on": date(2026, 1, 2)},
                "round.past",
                id="last day past",
            ),
            pytest.param({"closes_on": date(2026, 11, 1)}, "round.dates", id="closes first"),
            pytest.param({"languages": ("bn",)}, "round.languages", id="incomplete translation"),
            pytest.param(
                {"purpose": Purpose.CONSULTATION}, "round.no-window", id="consultation, no window"
            ),
        ],
    )
    async def test_what_is_not_ready_is_refused_and_stays_a_draft(
        self, workplace: Workplace, changes: dict[str, Any], code: str
    ) -> None:
        await workplace.put(await workplace.draft(), **changes)
        assert await refused_code(launch(workplace)) == code
        assert (await workplace.round()).state is RoundState.DRAFT
        assert await workplace.actions() == ["round.new"]

    async def test_a_partnership_that_was_not_signed_off_launches_nothing_real(
        self, workplace: Workplace
    ) -> None:
        workplace.settings = workplace.settings.model_copy(update={"partnership": "tower-hamlets"})
        await workplace.draft()
        with pytest.raises(RoundError, match="its launch checklist lacks") as refused:
            await launch(workplace)
        assert "Safeguarding lead" in str(refused.value)

    @pytest.mark.parametrize(
        "changes",
        [{"synthetic": True}, {"audience": Audience.IMPORTED}, {"rehearsal": True}],
        ids=["synthetic", "imported", "rehearsal"],
    )
    async def test_what_asks_nobody_needs_no_checklist(
        self, workplace: Workplace, changes: dict[str, Any]
    ) -> None:
        workplace.settings = workplace.settings.model_copy(update={"partnership": "tower-hamlets"})
        await workplace.draft(checklist={}, decision="", **changes)
        assert (await launch(workplace)).state is RoundState.OPEN

    async def test_days_of_another_round_of_the_series_are_refused(
        self, workplace: Workplace
    ) -> None:
        await workplace.draft()
        await workplace.put(await workplace.draft("other"), state=RoundState.SCHEDULED)
        assert await refused_code(launch(workplace)) == "round.overlap"

    async def test_a_break_needs_its_reason(self, workplace: Workplace) -> None:
        last = await workplace.draft("last", audience=Audience.INVITED)
        await workplace.put(
            last,
            state=RoundState.CLOSED,
            opens_on=TODAY - timedelta(days=400),
            closes_on=TODAY - timedelta(days=380),
        )
        made = await workplace.draft()
        with pytest.raises(RoundError) as refused:
            await launch(workplace)
        assert refused.value.code == "round.break-unexplained"
        names = refused.value.fault.problem.rpartition(" for ")[2].split(", ")
        assert "safe_after_dark" in names
        async with workplace.office() as office:
            for name in names:
                await record_reason(office, "winter", name, "Everybody can take part from now on")
        assert (await launch(workplace)).state is RoundState.OPEN
        assert set((await workplace.round()).breaks) == set(names)
        assert made.breaks == {}


class TestTelling:
    async def test_people_are_told_only_once_somebody_else_approves(
        self, workplace: Workplace
    ) -> None:
        made = await workplace.draft()
        await workplace.subscribers(3)
        assert (await launch(workplace, invite=True)).state is RoundState.DRAFT
        assert await find_broadcasts(workplace.store) == []
        (number,) = await pending(workplace)

        async with workplace.office(OTHER) as office:
            await approve(office, number)

        assert (await workplace.round()).state is RoundState.OPEN
        (sent,) = await find_broadcasts(workplace.store, made.id)
        assert sent.kind == "invitation"
        assert (await moves(workplace))[1:] == [
            (ASKER, "launch.request", "winter", "", "tell 3 people at the opening"),
            (OTHER, "launch.approve", "winter", f"asked by {ASKER}", "approved"),
            (OTHER, "round.scheduled", "winter", "draft", "scheduled"),
            (OTHER, "round.open", "winter", "scheduled", "open"),
        ]

    @pytest.mark.parametrize("who", [ASKER, TERMINAL])
    async def test_nobody_approves_their_own(self, workplace: Workplace, who: str) -> None:
        await workplace.draft()
        await workplace.subscribers(1)
        await launch(workplace, invite=True, who=who)
        (number,) = await pending(workplace)
        with pytest.raises(StaffError) as refused:
            async with workplace.office(who) as office:
                await approve(office, number)
        assert refused.value.code == "approval.own"
        assert (await workplace.round()).state is RoundState.DRAFT

    async def test_what_is_approved_is_checked_once_more(self, workplace: Workplace) -> None:
        await workplace.draft()
        await workplace.subscribers(1)
        await launch(workplace, invite=True)
        (number,) = await pending(workplace)
        workplace.now += timedelta(days=1)
        with pytest.raises(RoundError) as refused:
            async with workplace.office(OTHER) as office:
                await approve(office, number)
        assert refused.value.code == "round.past"
        assert await pending(workplace) == [number]

    async def test_a_declined_launch_can_be_asked_for_again(self, workplace: Workplace) -> None:
        await workplace.draft()
        await workplace.subscribers(1)
        await launch(workplace, invite=True)
        assert await refused_code(launch(workplace, invite=True)) == "round.launch-waits"
        (number,) = await pending(workplace)
        async with workplace.office(OTHER) as office:
            assert (await decline(office, number)).state == "declined"
        assert (await workplace.trail())[-1] == (
            OTHER,
            "launch.decline",
            "winter",
            f"asked by {ASKER}",
            "declined",
        )
        await launch(workplace, invite=True)
        assert len(await pending(workplace)) == 1

    async def test_with_one_officer_enough_they_are_told_at_once(
        self, workplace: Workplace
    ) -> None:
        workplace.settings = workplace.settings.model_copy(update={"second_approval": False})
        await workplace.draft()
        await workplace.subscribers(1)
        assert (await launch(workplace, invite=True)).state is RoundState.OPEN
        assert len(await find_broadcasts(workplace.store)) == 1

    @pytest.mark.parametrize(("days", "waits"), [({}, False), (LATER, True)], ids=["now", "later"])
    async def test_an_empty_list_may_fill_until_the_first_day(
        self, workplace: Workplace, days: dict[str, Any], waits: bool
    ) -> None:
        await workplace.draft(**days)
        await launch(workplace, invite=True)
        assert bool(await pending(workplace)) == waits

    @pytest.mark.parametrize(
        "changes",
        [{"audience": Audience.INVITED}, {"synthetic": True}, {"audience": Audience.IMPORTED}],
        ids=["only by code", "synthetic", "imported"],
    )
    async def test_people_are_not_told_of_what_they_cannot_answer(
        self, workplace: Workplace, changes: dict[str, Any]
    ) -> None:
        await workplace.draft(**changes)
        assert await refused_code(launch(workplace, invite=True)) == "round.tells-nobody"

    async def test_launched_without_telling_nobody_is_told(self, workplace: Workplace) -> None:
        await workplace.draft()
        await workplace.subscribers(3)
        await launch(workplace)
        assert await find_broadcasts(workplace.store) == []


class TestOpening:
    async def test_a_draft_opens_at_once_with_its_line(self, workplace: Workplace) -> None:
        await workplace.draft()
        async with workplace.office(TERMINAL) as office:
            assert (await open_draft(office, "winter")).state is RoundState.OPEN
        assert (await moves(workplace))[1:] == [(TERMINAL, "round.open", "winter", "draft", "open")]

    async def test_real_residents_are_not_asked_before_the_first_day(
        self, workplace: Workplace
    ) -> None:
        await workplace.draft(**LATER)
        with pytest.raises(RoundError) as refused:
            async with workplace.office() as office:
                await open_draft(office, "winter")
        assert refused.value.code == "round.early"
        await workplace.draft("made-up", synthetic=True, **LATER)
        async with workplace.office() as office:
            assert (await open_draft(office, "made-up")).state is RoundState.OPEN

    async def test_it_passes_the_checks_of_a_launch(self, workplace: Workplace) -> None:
        await workplace.draft(checklist={})
        with pytest.raises(RoundError) as refused:
            async with workplace.office() as office:
                await open_draft(office, "winter")
        assert refused.value.code == "round.not-ready"

    async def test_answers_of_previews_go_when_it_opens(self, workplace: Workplace) -> None:
        made = await workplace.draft()
        preview = StoredInterview(7, made.id, bytes(16), 1, b"sealed", mode="preview")
        async with workplace.store.write() as connection:
            await insert_interviews(connection, [preview])
        await launch(workplace)
        assert await count_interviews(workplace.store, made.id) == ()

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            pytest.param({"decision": ""}, "round.not-ready", id="checklist"),
            pytest.param({"languages": ("bn",)}, "round.languages", id="translation"),
            pytest.param({"purpose": Purpose.CONSULTATION}, "round.no-window", id="window"),
        ],
    )
    async def test_what_held_at_the_launch_must_hold_at_the_opening(
        self, workplace: Workplace, changes: dict[str, Any], code: str
    ) -> None:
        await workplace.put(await workplace.draft(), state=RoundState.SCHEDULED, **changes)
        with pytest.raises(RoundError) as refused:
            async with workplace.office("timetable") as office:
                await open_scheduled(office, await workplace.round())
        assert refused.value.code == code
        assert (await workplace.round()).state is RoundState.SCHEDULED

    async def test_a_break_without_a_reason_holds_up_the_opening(
        self, workplace: Workplace
    ) -> None:
        last = await workplace.draft("last", audience=Audience.INVITED)
        days: dict[str, Any] = {
            "opens_on": TODAY - timedelta(days=400),
            "closes_on": TODAY - timedelta(days=380),
        }
        await workplace.put(last, state=RoundState.CLOSED, **days)
        scheduled = await workplace.put(await workplace.draft(), state=RoundState.SCHEDULED)
        with pytest.raises(RoundError) as refused:
            async with workplace.office("timetable") as office:
                await open_scheduled(office, scheduled)
        assert refused.value.code == "round.break-unexplained"

    async def test_a_scheduled_round_opened_by_hand_tells_whom_its_launch_said(
        self, workplace: Workplace
    ) -> None:
        await workplace.draft(opens_on=TODAY + timedelta(days=1))
        await workplace.subscribers(3)
        await launch(workplace, invite=True)
        (number,) = await pending(workplace)
        async with workplace.office(OTHER) as office:
            await approve(office, number)
        workplace.now += timedelta(days=1)
        async with workplace.office(TERMINAL) as office:
            await open_draft(office, "winter")
        assert [one.kind for one in await find_broadcasts(workplace.store)] == ["invitation"]

    async def test_an_approval_does_not_outlive_unscheduling(self, workplace: Workplace) -> None:
        await workplace.draft(**LATER)
        await workplace.subscribers(5)
        await launch(workplace, invite=True)
        (number,) = await pending(workplace)
        async with workplace.office(OTHER) as office:
            await approve(office, number)
        async with workplace.office() as office:
            assert "invite" not in (await unschedule(office, "winter")).checklist
            await change_draft(office, "winter", title="Nobody approved this", opens_on=TODAY)
        async with workplace.office(TERMINAL) as office:
            assert (await open_draft(office, "winter")).state is RoundState.OPEN
        assert await find_broadcasts(workplace.store) == []

    async def test_a_draft_tells_nobody_whatever_its_checklist_says(
        self, workplace: Workplace
    ) -> None:
        made = await workplace.draft()
        await workplace.put(made, checklist={**made.checklist, "invite": "yes"})
        await workplace.subscribers(5)
        async with workplace.office(TERMINAL) as office:
            await open_draft(office, "winter")
        assert await find_broadcasts(workplace.store) == []

    async def test_a_scheduled_round_can_be_a_draft_again(self, workplace: Workplace) -> None:
        await workplace.draft(**LATER)
        await launch(workplace)
        async with workplace.office() as office:
            assert (await unschedule(office, "winter")).state is RoundState.DRAFT
        assert (await workplace.trail())[-1][1:] == ("round.draft", "winter", "scheduled", "draft")

    @pytest.mark.parametrize("state", sorted(set(RoundState) - {RoundState.SCHEDULED}))
    async def test_no_other_can(self, workplace: Workplace, state: RoundState) -> None:
        await workplace.put(await workplace.draft(), state=state)
        with pytest.raises(RoundError) as refused:
            async with workplace.office() as office:
                await unschedule(office, "winter")
        assert refused.value.code == "round.not-scheduled"


class TestRehearsing:
    async def rehearsed(self, workplace: Workplace, name: str = "winter") -> Round:
        async with workplace.office() as office:
            return await rehearse(office, name)

    async def test_a_rehearsal_is_a_copy_open_for_a_week(self, workplace: Workplace) -> None:
        workplace.settings = workplace.settings.model_copy(update={"partnership": "tower-hamlets"})
        await workplace.draft(checklist={}, audience=Audience.INVITED, **LATER)
        opened = await self.rehearsed(workplace)
        assert (opened.name, opened.state) == ("winter-rehearsal", RoundState.OPEN)
        assert (opened.rehearsal, opened.is_real) == (True, False)
        assert (opened.opens_on, opened.days) == (TODAY, 7)
        assert (await workplace.round()).state is RoundState.DRAFT
        assert [action for _, action, *_ in await moves(workplace)][1:] == [
            "round.new",
            "round.open",
        ]

    async def test_each_has_a_name_of_its_own(self, workplace: Workplace) -> None:
        await workplace.draft("a" * 40)
        first = await self.rehearsed(workplace, "a" * 40)
        second = await self.rehearsed(workplace, "a" * 40)
        assert second.name == f"{first.name}-2"

    async def test_a_draft_that_is_one_is_opened_itself(self, workplace: Workplace) -> None:
        await workplace.draft(rehearsal=True, checklist={}, **LATER)
        opened = await self.rehearsed(workplace)
        assert (opened.name, opened.opens_on) == ("winter", TODAY)
        assert await workplace.names() == ["winter"]
