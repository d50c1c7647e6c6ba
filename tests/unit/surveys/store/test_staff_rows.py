"""Members of staff, invitations and approvals as they are kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from surveys.errors import StaffError
from surveys.staff import Employer, Member, MemberState, Role
from surveys.store.approvals import (
    ApprovalState,
    decide,
    find_pending,
    get_approval,
    request_approval,
    withdraw_requests,
)
from surveys.store.engine import Store, Transaction
from surveys.store.invitations import (
    Invitation,
    add_invitation,
    count_invitations,
    forget_expired,
    forget_invitations,
    take_invitation,
)
from surveys.store.questionnaires import save_questionnaire
from surveys.store.rounds import add_round
from surveys.store.staff import (
    StoredMember,
    add_member,
    change_role,
    find_member,
    find_members,
    get_member,
    remove_member,
    save_dialog,
    wipe_chat,
)
from surveys.store.tables import invitations, staff
from tests.support.stores import QUESTIONNAIRE, draft

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
OFFICER = StoredMember(
    Member("S-7QK4", Role.OFFICER, Employer.COUNCIL), b"p" * 16, b"sealed-chat", None
)
ANALYST = StoredMember(
    Member("S-2ABC", Role.ANALYST, Employer.HEALTH), b"q" * 16, b"other-chat", None
)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'canvass.db'}")
    yield opened
    await opened.close()


class TestMembers:
    @pytest.fixture(autouse=True)
    async def _two(self, store: Store) -> None:
        async with store.write() as connection:
            await add_member(connection, OFFICER)
            await add_member(connection, ANALYST)

    async def test_they_are_found_as_they_were_added(self, store: Store) -> None:
        assert await find_members(store) == (ANALYST, OFFICER)
        async with store.read() as connection:
            assert await find_member(connection, b"p" * 16) == OFFICER
            assert await find_member(connection, b"r" * 16) is None
            assert await get_member(connection, "S-2ABC") == ANALYST

    async def test_a_person_has_one_role(self, store: Store) -> None:
        again = StoredMember(Member("S-9999", Role.ANALYST, Employer.COUNCIL), b"p" * 16, b"c")
        with pytest.raises(StaffError, match="as officer") as refused:
            async with store.write() as connection:
                await add_member(connection, again)
        assert refused.value.code == "staff.already"
        assert await find_members(store) == (ANALYST, OFFICER)

    async def test_of_who_is_removed_only_the_code_stays(self, store: Store) -> None:
        async with store.write() as connection:
            await save_dialog(connection, "S-7QK4", b"where we were")
            await remove_member(connection, "S-7QK4")
        gone = replace(OFFICER.member, state=MemberState.REMOVED)
        left = StoredMember(gone, None, OFFICER.chat, None)
        assert await find_members(store) == (ANALYST, left)
        async with store.write() as connection:
            await wipe_chat(connection, "S-7QK4")
            await wipe_chat(connection, "S-2ABC")
        assert await find_members(store) == (ANALYST, StoredMember(gone, None, None, None))

    async def test_nothing_more_is_kept_of_who_was_removed(self, store: Store) -> None:
        async with store.write() as connection:
            await remove_member(connection, "S-7QK4")
            await save_dialog(connection, "S-7QK4", b"said while being removed")
        async with store.read() as connection:
            kept = sa.select(staff.c.dialog).where(staff.c.code == "S-7QK4")
            assert (await connection.execute(kept)).scalar() is None

    @pytest.mark.parametrize("code", ["S-7QK4", "S-0000", "terminal"])
    async def test_who_is_not_staff_any_more_is_not_got(self, code: str, store: Store) -> None:
        async with store.write() as connection:
            await remove_member(connection, "S-7QK4")
            with pytest.raises(StaffError) as refused:
                await get_member(connection, code)
        assert refused.value.code == "staff.unknown"

    async def test_a_dialog_is_kept_and_forgotten_for_one_member(self, store: Store) -> None:
        async with store.write() as connection:
            await save_dialog(connection, "S-7QK4", b"here")
        assert [found.dialog for found in await find_members(store)] == [None, b"here"]
        async with store.write() as connection:
            await save_dialog(connection, "S-7QK4", None)
        assert [found.dialog for found in await find_members(store)] == [None, None]

    async def test_another_role_leaves_code_and_chat(self, store: Store) -> None:
        async with store.write() as connection:
            await change_role(connection, "S-7QK4", Role.ADMINISTRATOR, Employer.COUNCIL)
        _, found = await find_members(store)
        assert found == replace(OFFICER, member=replace(OFFICER.member, role=Role.ADMINISTRATOR))


def invitation(number: int, expires: datetime, by: str = "S-7QK4") -> Invitation:
    token_hash = bytes([number]) * 16
    return Invitation(token_hash, Role.ANALYST, Employer.FIRE, by, int(expires.timestamp()))


async def take_and_fail(connection: Transaction, token_hash: bytes) -> None:
    """Take up an invitation as somebody who is not found afterwards."""
    await take_invitation(connection, token_hash, NOW)
    await get_member(connection, "S-0000")


class TestInvitations:
    async def test_one_is_taken_up_once(self, store: Store) -> None:
        made = invitation(1, NOW + timedelta(hours=1))
        async with store.write() as connection:
            await add_invitation(connection, made)
            assert await count_invitations(connection, NOW) == 1
        taken = []
        for _ in range(2):
            async with store.write() as connection:
                taken.append(await take_invitation(connection, made.hash, NOW))
        assert taken == [made, None]

    async def test_taking_it_up_in_vain_leaves_it(self, store: Store) -> None:
        made = invitation(1, NOW + timedelta(hours=1))
        async with store.write() as connection:
            await add_invitation(connection, made)
        with pytest.raises(StaffError):
            async with store.write() as connection:
                await take_and_fail(connection, made.hash)
        async with store.write() as connection:
            assert await take_invitation(connection, made.hash, NOW) == made

    @pytest.mark.parametrize(
        ("late", "holds"),
        [
            pytest.param(timedelta(seconds=-1), True, id="the last second"),
            pytest.param(timedelta(), False, id="to the second"),
            pytest.param(timedelta(days=9), False, id="long after"),
        ],
    )
    async def test_one_that_has_expired_is_refused_and_deleted(
        self, late: timedelta, holds: bool, store: Store
    ) -> None:
        made = invitation(1, NOW)
        async with store.write() as connection:
            await add_invitation(connection, made)
            assert (await take_invitation(connection, made.hash, NOW + late) == made) is holds
        async with store.read() as connection:
            assert (await connection.execute(sa.select(invitations))).all() == []

    async def test_expired_ones_are_forgotten(self, store: Store) -> None:
        async with store.write() as connection:
            for number in range(3):
                await add_invitation(connection, invitation(number, NOW + timedelta(hours=number)))
            assert await forget_expired(connection, NOW + timedelta(hours=1)) == 2
            assert await count_invitations(connection, NOW) == 1

    async def test_those_of_one_member_are_forgotten(self, store: Store) -> None:
        later = NOW + timedelta(hours=1)
        async with store.write() as connection:
            await add_invitation(connection, invitation(1, later))
            await add_invitation(connection, invitation(2, later, by="terminal"))
            assert await forget_invitations(connection, "S-7QK4") == 1
            assert await take_invitation(connection, b"\2" * 16, NOW) is not None


class TestApprovals:
    @pytest.fixture(autouse=True)
    async def _round(self, store: Store) -> None:
        await save_questionnaire(store, QUESTIONNAIRE)
        self.round = await add_round(store, draft("spring-2027"))
        self.other = await add_round(store, draft("autumn-2027"))

    async def ask(self, store: Store, subject: str = "launch", by: str = "S-7QK4") -> int:
        async with store.write() as connection:
            asked = await request_approval(
                connection,
                round_id=self.round.id,
                subject=subject,
                details="to 120 people",
                requested_by=by,
                at=NOW,
            )
        return asked.id

    async def test_a_request_waits_until_somebody_else_approves(self, store: Store) -> None:
        number = await self.ask(store)
        async with store.write() as connection:
            (waiting,) = await find_pending(connection, self.round.id)
            assert (waiting.details, waiting.state) == ("to 120 people", ApprovalState.PENDING)
            assert await find_pending(connection, self.other.id) == ()
            assert await find_pending(connection) == (waiting,)
            done = await decide(connection, number, "S-2ABC", approved=True)
            assert done == replace(waiting, state=ApprovalState.APPROVED, decided_by="S-2ABC")
            assert await get_approval(connection, number) == done
            assert await find_pending(connection) == ()

    async def test_nobody_approves_their_own(self, store: Store) -> None:
        number = await self.ask(store)
        with pytest.raises(StaffError) as refused:
            async with store.write() as connection:
                await decide(connection, number, "S-7QK4", approved=True)
        assert refused.value.code == "approval.own"
        async with store.read() as connection:
            assert len(await find_pending(connection)) == 1

    @pytest.mark.parametrize(
        ("by", "state"),
        [
            pytest.param("S-2ABC", ApprovalState.DECLINED, id="somebody else"),
            pytest.param("S-7QK4", ApprovalState.WITHDRAWN, id="who asked"),
        ],
    )
    async def test_a_request_is_declined_or_taken_back(
        self, by: str, state: ApprovalState, store: Store
    ) -> None:
        number = await self.ask(store)
        async with store.write() as connection:
            assert (await decide(connection, number, by, approved=False)).state is state

    @pytest.mark.parametrize("approved", [True, False])
    async def test_it_is_decided_once(self, approved: bool, store: Store) -> None:
        number = await self.ask(store)
        async with store.write() as connection:
            await decide(connection, number, "S-2ABC", approved=True)
        with pytest.raises(StaffError, match="approved already by S-2ABC") as refused:
            async with store.write() as connection:
                await decide(connection, number, "S-3DEF", approved=approved)
        assert refused.value.code == "approval.decided"

    async def test_the_same_is_asked_for_once_at_a_time(self, store: Store) -> None:
        number = await self.ask(store)
        with pytest.raises(StaffError) as refused:
            await self.ask(store, by="S-2ABC")
        assert refused.value.code == "approval.pending"
        await self.ask(store, subject="reminder")
        async with store.write() as connection:
            await decide(connection, number, "S-2ABC", approved=False)
        assert await self.ask(store) > number

    async def test_what_a_removed_member_asked_for_is_withdrawn(self, store: Store) -> None:
        number = await self.ask(store)
        kept = await self.ask(store, subject="reminder", by="S-2ABC")
        async with store.write() as connection:
            (gone,) = await withdraw_requests(connection, "S-7QK4")
            assert (gone.id, gone.state) == (number, ApprovalState.WITHDRAWN)
            assert [asked.id for asked in await find_pending(connection)] == [kept]
            with pytest.raises(StaffError) as refused:
                await decide(connection, number, "S-2ABC", approved=True)
        assert refused.value.code == "approval.decided"

    async def test_a_number_that_is_none_is_told(self, store: Store) -> None:
        async with store.read() as connection:
            with pytest.raises(StaffError) as refused:
                await get_approval(connection, 77)
        assert refused.value.code == "approval.unknown"
