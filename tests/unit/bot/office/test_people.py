from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.office.context import TERMINAL, Office
from bot.office.people import Invited, check_may, invite, join, remove, sync_administrators
from bot.settings import Settings, load_settings
from surveys.audit import verify
from surveys.errors import StaffError
from surveys.keyring import KeyRing, MasterKey
from surveys.privacy import AUDIT_KEY, STAFF_KEY, StaffKeys
from surveys.staff import Employer, Member, Permission, Role, chat_about
from surveys.store.approvals import find_pending, request_approval
from surveys.store.audit import find_head, read_entries
from surveys.store.engine import Store
from surveys.store.invitations import Invitation, add_invitation
from surveys.store.meta import BOT_USERNAME, save_fact
from surveys.store.questionnaires import save_questionnaire
from surveys.store.rounds import add_round
from surveys.store.staff import find_member, find_members
from tests.support.stores import QUESTIONNAIRE, draft

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
CHAT, OTHER_CHAT = 7_000_000_001, 7_000_000_002
ADMINISTRATOR = 7_000_000_009


class Building:
    """A database with its keys, in which staff act."""

    def __init__(self, store: Store, ring: KeyRing, settings: Settings) -> None:
        self.store, self.ring, self.settings = store, ring, settings
        self.now = NOW
        self.random = random.Random(11).randbytes

    @asynccontextmanager
    async def office(self, who: str = TERMINAL) -> AsyncIterator[Office]:
        async with self.store.write() as connection:
            yield Office(connection, self.ring, self.settings, who, self.now, self.random)

    async def invited(self, role: Role = Role.OFFICER, who: str = TERMINAL) -> Invited:
        async with self.office(who) as office:
            return await invite(office, role, Employer.COUNCIL)

    async def joined(self, role: Role = Role.OFFICER, chat: int = CHAT) -> Member:
        invited = await self.invited(role)
        async with self.office("") as office:
            return await join(office, invited.payload, chat)

    async def named(self, *ids: int) -> tuple[list[Member], list[Member]]:
        """Start with these administrators in the settings."""
        self.settings = load_settings(admin_telegram_ids=",".join(map(str, ids)))
        async with self.office() as office:
            added, removed = await sync_administrators(office)
        return list(added), list(removed)

    async def member_of(self, chat: int) -> Member | None:
        keys = StaffKeys(self.ring.get(STAFF_KEY))
        async with self.store.read() as connection:
            found = await find_member(connection, keys.person(chat))
        return None if found is None else found.member

    async def trail(self) -> list[tuple[str, str, str, str, str]]:
        """The audit trail, which verifies whatever happened."""
        key = self.ring.ensure(AUDIT_KEY)
        async with self.store.write() as connection:
            entries, head = await read_entries(connection), await find_head(connection, key)
        verify(key, entries, head)
        return [(e.who, e.action, e.subject, e.before, e.after) for e in entries]


@pytest.fixture
async def building(tmp_path: Path) -> AsyncIterator[Building]:
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'canvass.db'}")
    ring = KeyRing(tmp_path / "keys", MasterKey(bytes(range(32))))
    yield Building(store, ring, load_settings(admin_telegram_ids=""))
    await store.close()


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.glob("canvass.db*")))


class TestInviting:
    async def test_an_invitation_makes_one_person_staff(self, building: Building) -> None:
        invited = await building.invited()
        assert invited.expires == NOW + timedelta(hours=72)
        async with building.office("") as office:
            member = await join(office, invited.payload, CHAT)
        assert await building.member_of(CHAT) == member
        assert member.describe() == "officer, council"
        assert await building.trail() == [
            ("terminal", "staff.invite", "officer", "", "officer, council"),
            (
                member.code,
                "staff.join",
                member.code,
                "",
                "officer, council, invited by terminal",
            ),
        ]

    async def test_it_can_be_used_once(self, building: Building) -> None:
        invited = await building.invited()
        async with building.office("") as office:
            await join(office, invited.payload, CHAT)
        with pytest.raises(StaffError) as refused:
            async with building.office("") as office:
                await join(office, invited.payload, OTHER_CHAT)
        assert refused.value.code == "staff.no-invitation"
        assert await building.member_of(OTHER_CHAT) is None

    async def test_it_expires(self, building: Building) -> None:
        invited = await building.invited()
        building.now = invited.expires
        with pytest.raises(StaffError) as refused:
            async with building.office("") as office:
                await join(office, invited.payload, CHAT)
        assert refused.value.code == "staff.no-invitation"

    @pytest.mark.parametrize("payload", ["", "staff_", "staff_" + "A" * 22, "spring-2027"])
    async def test_guessing_one_makes_nobody_staff(self, payload: str, building: Building) -> None:
        await building.invited()
        with pytest.raises(StaffError) as refused:
            async with building.office("") as office:
                await join(office, payload, CHAT)
        assert refused.value.code == "staff.no-invitation"
        assert "officer" not in str(refused.value)

    async def test_who_is_staff_already_is_refused_and_uses_nothing_up(
        self, building: Building
    ) -> None:
        await building.joined()
        invited = await building.invited(Role.ANALYST)
        with pytest.raises(StaffError, match="as officer") as refused:
            async with building.office("") as office:
                await join(office, invited.payload, CHAT)
        assert refused.value.code == "staff.already"
        async with building.office("") as office:
            assert (await join(office, invited.payload, OTHER_CHAT)).role is Role.ANALYST

    async def test_who_opens_their_own_link_again_is_told_that_they_are_staff(
        self, building: Building
    ) -> None:
        invited = await building.invited()
        async with building.office("") as office:
            await join(office, invited.payload, CHAT)
        with pytest.raises(StaffError) as refused:
            async with building.office("") as office:
                await join(office, invited.payload, CHAT)
        assert refused.value.code == "staff.already"

    async def test_an_invitation_made_under_laxer_rules_is_refused(
        self, building: Building
    ) -> None:
        token = "A" * 22
        token_hash = StaffKeys(building.ring.ensure(STAFF_KEY)).invitation_hash(token)
        expires = int((NOW + timedelta(hours=1)).timestamp())
        lax = Invitation(token_hash, Role.ANALYST, Employer.POLICE, TERMINAL, expires)
        async with building.office() as office:
            await add_invitation(office.connection, lax)
        with pytest.raises(StaffError) as refused:
            async with building.office("") as office:
                await join(office, f"staff_{token}", CHAT)
        assert refused.value.code == "staff.police"
        assert await building.member_of(CHAT) is None

    @pytest.mark.parametrize("role", Role)
    async def test_nobody_of_the_police_is_invited(self, role: Role, building: Building) -> None:
        with pytest.raises(StaffError) as refused:
            async with building.office() as office:
                await invite(office, role, Employer.POLICE)
        expected = "staff.administrator" if role is Role.ADMINISTRATOR else "staff.police"
        assert refused.value.code == expected
        assert await building.trail() == []

    async def test_administrators_are_not_invited(self, building: Building) -> None:
        with pytest.raises(StaffError, match="ADMIN_TELEGRAM_IDS"):
            await building.invited(Role.ADMINISTRATOR)

    async def test_the_link_names_the_bot_where_its_name_is_known(self, building: Building) -> None:
        assert (await building.invited()).link == ""
        async with building.office() as office:
            await save_fact(office.connection, BOT_USERNAME, "example_bot")
        invited = await building.invited()
        assert invited.link == f"https://t.me/example_bot?start={invited.payload}"
        async with building.office() as office:
            other = await invite(office, Role.OFFICER, Employer.COUNCIL, "@other_bot")
        assert other.link == f"https://t.me/other_bot?start={other.payload}"

    async def test_nothing_on_disk_says_who_joined_or_how(
        self, building: Building, tmp_path: Path
    ) -> None:
        invited = await building.invited()
        token = invited.payload.removeprefix("staff_").encode()
        async with building.office("") as office:
            member = await join(office, invited.payload, CHAT)
        on_disk = bytes_on_disk(tmp_path)
        assert member.code.encode() in on_disk  # the search finds what is there
        for planted in (token, str(CHAT).encode(), CHAT.to_bytes(8), CHAT.to_bytes(5)):
            assert planted not in on_disk
        (stored,) = await find_members(building.store)
        keys = StaffKeys(building.ring.get(STAFF_KEY))
        assert stored.chat is not None
        assert int(keys.sealer.open(stored.chat, chat_about(member.code))) == CHAT


class TestRemoving:
    async def test_who_is_removed_is_staff_no_more(self, building: Building) -> None:
        member = await building.joined()
        async with building.office() as office:
            assert await remove(office, member.code.lower()) == member
        assert await building.member_of(CHAT) is None
        with pytest.raises(StaffError):
            async with building.office(member.code) as office:
                await check_may(office, Permission.INTERVIEW)
        assert (await building.trail())[-1] == (
            "terminal",
            "staff.remove",
            member.code,
            "officer, council",
            "removed",
        )

    async def test_who_comes_back_has_another_code(self, building: Building) -> None:
        first = await building.joined()
        async with building.office() as office:
            await remove(office, first.code)
        again = await building.joined(Role.ANALYST)
        assert again.code != first.code

    async def test_what_they_asked_for_goes_with_them(self, building: Building) -> None:
        await save_questionnaire(building.store, QUESTIONNAIRE)
        round_ = await add_round(building.store, draft("spring-2027"))
        member = await building.joined()
        async with building.office() as office:
            await request_approval(
                office.connection,
                round_id=round_.id,
                subject="launch",
                details="{}",
                requested_by=member.code,
                at=NOW,
            )
            await remove(office, member.code)
            assert await find_pending(office.connection) == ()
        assert ("terminal", "approval.withdraw", "request 1 (launch)", "pending", "withdrawn") in (
            await building.trail()
        )

    @pytest.mark.parametrize("code", ["S-0000", "terminal", ""])
    async def test_who_is_not_there_cannot_be_removed(self, code: str, building: Building) -> None:
        with pytest.raises(StaffError) as refused:
            async with building.office() as office:
                await remove(office, code)
        assert refused.value.code == "staff.unknown"
        assert await building.trail() == []


class TestAdministrators:
    async def test_they_are_those_of_the_settings(self, building: Building) -> None:
        (first,), gone = await building.named(ADMINISTRATOR)
        assert gone == []
        assert await building.named(ADMINISTRATOR) == ([], [])
        (second,), (removed,) = await building.named(OTHER_CHAT)
        assert removed == first
        assert await building.member_of(ADMINISTRATOR) is None
        assert await building.member_of(OTHER_CHAT) == second
        assert [line[:3] for line in await building.trail()] == [
            ("settings", "staff.join", first.code),
            ("settings", "staff.remove", first.code),
            ("settings", "staff.join", second.code),
        ]

    async def test_none_in_the_settings_means_none(self, building: Building) -> None:
        await building.named(ADMINISTRATOR, OTHER_CHAT)
        added, removed = await building.named()
        assert (added, len(removed)) == ([], 2)

    async def test_others_stay_when_administrators_change(self, building: Building) -> None:
        officer = await building.joined()
        await building.named(ADMINISTRATOR)
        await building.named()
        assert await building.member_of(CHAT) == officer

    async def test_an_officer_who_becomes_one_keeps_the_code(self, building: Building) -> None:
        officer = await building.joined()
        (promoted,), _ = await building.named(CHAT)
        assert (promoted.code, promoted.role) == (officer.code, Role.ADMINISTRATOR)
        assert (await building.trail())[-1] == (
            "settings",
            "staff.role",
            officer.code,
            "officer, council",
            "administrator, council",
        )

    @pytest.mark.parametrize("who", ["terminal", "administrator"])
    async def test_they_cannot_be_removed_but_by_the_settings(
        self, who: str, building: Building
    ) -> None:
        (member,), _ = await building.named(ADMINISTRATOR)
        with pytest.raises(StaffError, match="ADMIN_TELEGRAM_IDS") as refused:
            async with building.office(TERMINAL if who == "terminal" else member.code) as office:
                await remove(office, member.code)
        assert refused.value.code == "staff.administrator"
        assert await building.member_of(ADMINISTRATOR) == member

    async def test_an_invitation_of_who_is_no_administrator_any_more_is_worth_nothing(
        self, building: Building
    ) -> None:
        (member,), _ = await building.named(ADMINISTRATOR)
        invited = await building.invited(who=member.code)
        await building.named()
        with pytest.raises(StaffError) as refused:
            async with building.office("") as office:
                await join(office, invited.payload, ADMINISTRATOR)
        assert refused.value.code == "staff.no-invitation"


class TestWhoMayAct:
    @pytest.mark.parametrize("role", [Role.OFFICER, Role.ANALYST, Role.INTERVIEWER])
    async def test_only_administrators_invite_and_remove(
        self, role: Role, building: Building
    ) -> None:
        member = await building.joined(role)
        before = await building.trail()
        for attempt in (
            lambda office: invite(office, Role.OFFICER, Employer.COUNCIL),
            lambda office: remove(office, member.code),
        ):
            with pytest.raises(StaffError) as refused:
                async with building.office(member.code) as office:
                    await attempt(office)
            assert refused.value.code == "staff.not-permitted"
        assert await building.trail() == before

    async def test_who_is_nobody_may_nothing(self, building: Building) -> None:
        for who in ("", "S-0000", "settings"):
            with pytest.raises(StaffError):
                await building.invited(who=who)
