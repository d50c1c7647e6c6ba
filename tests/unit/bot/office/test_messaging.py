"""Messages to many as staff ask for them: once, by two people, and each step on record."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from bot.office.approving import approve, decline
from bot.office.messaging import control_messages, correct_actions, request_messages
from bot.office.sendings import list_sendings
from bot.publications import Message, Publication
from bot.telling import LONGEST_ACTIONS
from surveys.errors import RoundError, StaffError
from surveys.messages import BroadcastKind, BroadcastState, Topic
from surveys.rounds import Audience, Round, RoundState
from surveys.store.broadcasts import find_broadcasts
from surveys.store.publications import save_publication
from surveys.store.tables import DeliveryState
from tests.support.subscribers import add_subscribers
from tests.unit.bot.office.conftest import ASKER, OTHER, Workplace

DONE = {"en": "New lights in the park (MADE UP)."}
NOON = datetime.fromisoformat("2026-11-21T12:00+00:00")


async def opened(workplace: Workplace) -> Round:
    return await workplace.put(await workplace.draft(), state=RoundState.OPEN)


async def published(workplace: Workplace, people: int = 2) -> Round:
    round_ = await workplace.draft()
    chats = range(7_000_000_001, 7_000_000_001 + people)
    await add_subscribers(workplace.store, chats, Topic.RESULTS, round_.id)
    body = Publication({}, {"en": Message("Results: survey", b"")}, "", "0").write()
    async with workplace.store.write() as connection:
        await save_publication(connection, round_.id, body)
    day = date(2026, 11, 20)
    return await workplace.put(round_, state=RoundState.PUBLISHED, published_on=day)


async def ask(workplace: Workplace, kind: str, actions: dict[str, str] | None = None) -> int:
    """Ask for messages; the number of the request, 0 where none is needed."""
    async with workplace.office() as office:
        approval = await request_messages(office, "winter", kind, actions)
    return approval.id if approval else 0


async def kinds(workplace: Workplace) -> list[tuple[str, str]]:
    return [(one.kind, one.state) for one in await find_broadcasts(workplace.store)]


class TestReminder:
    async def test_it_begins_once_a_second_officer_has_approved(self, workplace: Workplace) -> None:
        await opened(workplace)
        await workplace.subscribers(3)
        number = await ask(workplace, "reminder")
        assert await kinds(workplace) == []
        async with workplace.office(OTHER) as office:
            await approve(office, number)
        assert await kinds(workplace) == [("reminder", "sending")]
        assert (await workplace.trail())[1:] == [
            (ASKER, "reminder.request", "winter", "", "3 people"),
            (OTHER, "reminder.approve", "winter", f"asked by {ASKER}", "approved"),
            (OTHER, "messages.start", "winter", "", "messages 1 (reminder), 3"),
        ]

    async def test_nobody_approves_their_own(self, workplace: Workplace) -> None:
        await opened(workplace)
        await workplace.subscribers(1)
        number = await ask(workplace, "reminder")
        with pytest.raises(StaffError) as refused:
            async with workplace.office() as office:
                await approve(office, number)
        assert refused.value.code == "approval.own"
        assert await kinds(workplace) == []

    async def test_it_begins_at_once_where_that_is_switched_off(self, workplace: Workplace) -> None:
        workplace.settings = workplace.settings.model_copy(update={"second_approval": False})
        await opened(workplace)
        await workplace.subscribers(1)
        assert await ask(workplace, "reminder") == 0
        assert await kinds(workplace) == [("reminder", "sending")]
        assert (await workplace.actions())[1:] == ["reminder.request", "messages.start"]

    async def test_a_second_request_is_refused_while_one_waits(self, workplace: Workplace) -> None:
        await opened(workplace)
        await workplace.subscribers(1)
        await ask(workplace, "reminder")
        with pytest.raises(StaffError) as refused:
            await ask(workplace, "reminder")
        assert refused.value.code == "approval.pending"

    async def test_two_at_most_and_one_a_day(self, workplace: Workplace) -> None:
        workplace.settings = workplace.settings.model_copy(update={"second_approval": False})
        await opened(workplace)
        await workplace.subscribers(1)
        codes = []
        for days in (0, 0, 1, 2):
            workplace.now = NOON + timedelta(days=days)
            try:
                await ask(workplace, "reminder")
            except RoundError as error:
                codes.append(error.code)
                continue
            for sending in await find_broadcasts(workplace.store, state=BroadcastState.SENDING):
                async with workplace.office() as office:
                    to = BroadcastState.STOPPED
                    await control_messages(office, "winter", sending.id, to)
        assert codes == ["broadcast.today", "broadcast.again"]
        assert len(await kinds(workplace)) == 2

    async def test_an_empty_list_uses_up_no_reminder(self, workplace: Workplace) -> None:
        await opened(workplace)
        with pytest.raises(RoundError) as refused:
            await ask(workplace, "reminder")
        assert refused.value.code == "broadcast.nobody"
        assert await kinds(workplace) == []
        assert "reminder.request" not in await workplace.actions()

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"rehearsal": True}, "broadcast.not-real"),
            ({"synthetic": True}, "broadcast.not-real"),
            ({"audience": Audience.IMPORTED}, "broadcast.not-real"),
            ({"audience": Audience.INVITED}, "broadcast.audience"),
            ({"state": RoundState.CLOSING}, "broadcast.round-state"),
            ({"state": RoundState.PUBLISHED}, "broadcast.round-state"),
            ({"state": RoundState.SCHEDULED}, "broadcast.round-state"),
            ({"closes_on": date(2026, 11, 20)}, "broadcast.round-state"),
        ],
    )
    async def test_only_of_a_round_that_they_can_answer_now(
        self, workplace: Workplace, changes: dict[str, object], code: str
    ) -> None:
        await workplace.put(await opened(workplace), **changes)
        await workplace.subscribers(1)
        with pytest.raises(RoundError) as refused:
            await ask(workplace, "reminder")
        assert refused.value.code == code
        assert await kinds(workplace) == []

    async def test_approved_too_late_it_is_not_sent(self, workplace: Workplace) -> None:
        round_ = await opened(workplace)
        await workplace.subscribers(1)
        number = await ask(workplace, "reminder")
        await workplace.put(round_, state=RoundState.CLOSED)
        with pytest.raises(RoundError):
            async with workplace.office(OTHER) as office:
                await approve(office, number)
        assert await kinds(workplace) == []


class TestResults:
    async def test_they_go_to_those_who_asked(self, workplace: Workplace) -> None:
        await published(workplace)
        number = await ask(workplace, "results")
        async with workplace.office(OTHER) as office:
            await approve(office, number)
        async with workplace.office() as office:
            [sending] = await list_sendings(office)
        assert sending.counts == {DeliveryState.PENDING: 2}

    async def test_where_nobody_asked_they_can_still_be_sent_later(
        self, workplace: Workplace
    ) -> None:
        await published(workplace, 0)
        assert await ask(workplace, "results") == 0
        assert await kinds(workplace) == []


class TestActions:
    async def test_they_are_shown_only_once_they_are_approved(self, workplace: Workplace) -> None:
        await published(workplace)
        number = await ask(workplace, "actions", DONE)
        assert (await workplace.round()).actions == {}
        async with workplace.office(OTHER) as office:
            await approve(office, number)
        assert (await workplace.round()).actions == DONE
        assert await kinds(workplace) == [("actions", "sending")]
        assert (await workplace.actions())[1:] == [
            "actions.request",
            "actions.approve",
            "round.actions",
            "messages.start",
        ]

    async def correct(self, workplace: Workplace) -> str:
        """Try to show other words; the code of the refusal, empty where they are shown."""
        try:
            async with workplace.office() as office:
                await correct_actions(office, "winter", {"en": "Something else"})
        except RoundError as error:
            return error.code
        return ""

    async def test_what_is_sent_is_what_was_approved(self, workplace: Workplace) -> None:
        await published(workplace)
        number = await ask(workplace, "actions", DONE)
        assert await self.correct(workplace) == "messages.waits"
        assert (await workplace.round()).actions == {}
        async with workplace.office(OTHER) as office:
            await approve(office, number)
        assert (await workplace.round()).actions == DONE

    @pytest.mark.parametrize(
        ("people", "second_approval", "code"),
        [(2, True, "messages.not-approved"), (2, False, ""), (0, True, "")],
        ids=["approval is needed", "one officer is enough", "nobody asked"],
    )
    async def test_words_that_nobody_approved_are_not_shown(
        self, workplace: Workplace, people: int, second_approval: bool, code: str
    ) -> None:
        changes = {"second_approval": second_approval}
        workplace.settings = workplace.settings.model_copy(update=changes)
        await published(workplace, people)
        assert await self.correct(workplace) == code
        assert bool((await workplace.round()).actions) == (not code)

    async def test_declined_words_are_not_shown_either(self, workplace: Workplace) -> None:
        await published(workplace)
        number = await ask(workplace, "actions", DONE)
        async with workplace.office(OTHER) as office:
            await decline(office, number)
        assert await self.correct(workplace) == "messages.not-approved"

    async def test_once_approved_and_sent_they_can_be_corrected(self, workplace: Workplace) -> None:
        await published(workplace)
        number = await ask(workplace, "actions", DONE)
        async with workplace.office(OTHER) as office:
            await approve(office, number)
            await control_messages(office, "winter", 1, BroadcastState.STOPPED)
        assert await self.correct(workplace) == ""
        assert (await workplace.round()).actions == {"en": "Something else"}

    async def test_where_nobody_asked_they_are_kept_at_once(self, workplace: Workplace) -> None:
        await published(workplace, 0)
        assert await ask(workplace, "actions", {"en": "  Lights.\n"}) == 0
        assert (await workplace.round()).actions == {"en": "Lights."}
        assert await kinds(workplace) == []

    async def test_words_that_are_being_sent_stay(self, workplace: Workplace) -> None:
        workplace.settings = workplace.settings.model_copy(update={"second_approval": False})
        await published(workplace)
        await ask(workplace, "actions", DONE)
        with pytest.raises(RoundError) as refused:
            async with workplace.office() as office:
                await correct_actions(office, "winter", {"en": "Something else"})
        assert refused.value.code == "messages.under-way"
        async with workplace.office() as office:
            await control_messages(office, "winter", 1, BroadcastState.STOPPED)
            await correct_actions(office, "winter", {"en": "Something else"})
        with pytest.raises(RoundError) as refused:
            await ask(workplace, "actions", DONE)
        assert refused.value.code == "broadcast.again"
        assert (await workplace.round()).actions == {"en": "Something else"}

    @pytest.mark.parametrize(
        ("actions", "code"),
        [
            pytest.param({}, "broadcast.no-actions", id="nothing"),
            pytest.param({"en": "  "}, "messages.actions", id="blank"),
            pytest.param({"en": "x" * (LONGEST_ACTIONS + 1)}, "messages.actions", id="too long"),
            pytest.param({"tlh": "nuqneH"}, "messages.actions", id="no language of the chat"),
        ],
    )
    async def test_words_that_cannot_be_sent_are_refused(
        self, workplace: Workplace, actions: dict[str, str], code: str
    ) -> None:
        await published(workplace)
        with pytest.raises(RoundError) as refused:
            await ask(workplace, "actions", actions)
        assert refused.value.code == code
        assert (await workplace.round()).actions == {}

    async def test_only_about_published_results(self, workplace: Workplace) -> None:
        await opened(workplace)
        with pytest.raises(RoundError) as refused:
            await ask(workplace, "actions", DONE)
        assert refused.value.code == "broadcast.round-state"


class TestControl:
    async def begin(self, workplace: Workplace) -> None:
        workplace.settings = workplace.settings.model_copy(update={"second_approval": False})
        await opened(workplace)
        await workplace.subscribers(2)
        await ask(workplace, "reminder")

    async def move(self, workplace: Workplace, to: str, name: str = "winter") -> None:
        async with workplace.office() as office:
            await control_messages(office, name, 1, BroadcastState(to))

    async def test_every_move_is_on_record(self, workplace: Workplace) -> None:
        await self.begin(workplace)
        for to in ("paused", "sending", "stopped"):
            await self.move(workplace, to)
        about = "messages 1 (reminder)"
        assert (await workplace.trail())[3:] == [
            (ASKER, "messages.pause", "winter", f"{about}, sending", "paused"),
            (ASKER, "messages.resume", "winter", f"{about}, paused", "sending"),
            (ASKER, "messages.stop", "winter", f"{about}, sending", "stopped"),
        ]
        async with workplace.office() as office:
            [sending] = await list_sendings(office)
        assert (sending.waiting, sending.counts) == (0, {DeliveryState.SKIPPED: 2})

    @pytest.mark.parametrize("to", ["paused", "sending", "stopped"])
    async def test_stopping_is_for_good(self, workplace: Workplace, to: str) -> None:
        await self.begin(workplace)
        await self.move(workplace, "stopped")
        with pytest.raises(RoundError) as refused:
            await self.move(workplace, to)
        assert refused.value.code == "broadcast.move"
        assert (await workplace.actions())[-1] == "messages.stop"

    async def test_a_number_of_another_round_is_refused(self, workplace: Workplace) -> None:
        await self.begin(workplace)
        first, last = date(2027, 3, 1), date(2027, 3, 28)
        await workplace.draft("spring", opens_on=first, closes_on=last)
        with pytest.raises(RoundError) as refused:
            await self.move(workplace, "stopped", "spring")
        assert refused.value.code == "broadcast.unknown"
        assert await kinds(workplace) == [(BroadcastKind.REMINDER, "sending")]
