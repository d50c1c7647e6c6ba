from __future__ import annotations

from itertools import product

import pytest

from surveys.errors import StaffError
from surveys.staff import (
    EMPLOYERS,
    PERMITTED,
    TOUCHES,
    Employer,
    Member,
    Permission,
    Role,
    check_employer,
    check_permitted,
    get_employer,
    get_role,
)

ALL = set(Role)
ABOUT_ROUNDS = {Role.ADMINISTRATOR, Role.OFFICER}
WATCHING = {Role.ADMINISTRATOR, Role.OFFICER, Role.ANALYST}
EXPECTED = {
    Permission.INVITE: {Role.ADMINISTRATOR},
    Permission.REMOVE: {Role.ADMINISTRATOR},
    Permission.LIST_STAFF: {Role.ADMINISTRATOR},
    Permission.READ_AUDIT: {Role.ADMINISTRATOR},
    Permission.MAKE_ROUND: ABOUT_ROUNDS,
    Permission.CHANGE_ROUND: ABOUT_ROUNDS,
    Permission.PREVIEW: ABOUT_ROUNDS,
    Permission.LAUNCH: ABOUT_ROUNDS,
    Permission.APPROVE: ABOUT_ROUNDS,
    Permission.OPEN: ABOUT_ROUNDS,
    Permission.CLOSE: ABOUT_ROUNDS,
    Permission.PUBLISH: ABOUT_ROUNDS,
    Permission.WITHDRAW: ABOUT_ROUNDS,
    Permission.DELETE_ROUND: ABOUT_ROUNDS,
    Permission.REMIND: ABOUT_ROUNDS,
    Permission.CONTROL_MESSAGES: ABOUT_ROUNDS,
    Permission.WRITE_ACTIONS: ABOUT_ROUNDS,
    Permission.PROGRESS: WATCHING,
    Permission.RESULTS: WATCHING,
    Permission.EXPORT: WATCHING,
    Permission.POSTER: ABOUT_ROUNDS,
    Permission.CODES: ABOUT_ROUNDS,
    Permission.INTERVIEW: ABOUT_ROUNDS | {Role.INTERVIEWER},
}


class TestPermissions:
    def test_every_permission_says_who_has_it(self) -> None:
        assert set(PERMITTED) == set(Permission) == set(EXPECTED)

    @pytest.mark.parametrize(("role", "permission"), list(product(Role, Permission)))
    def test_a_role_may_do_its_own_and_nothing_else(
        self, role: Role, permission: Permission
    ) -> None:
        if role in EXPECTED[permission]:
            check_permitted(role, permission)
            return
        with pytest.raises(StaffError) as refused:
            check_permitted(role, permission)
        assert refused.value.code == "staff.not-permitted"
        assert Role.ADMINISTRATOR in str(refused.value), "it says whom to ask"
        assert "\n" not in str(refused.value)


class TestEmployers:
    @pytest.mark.parametrize("role", Role)
    def test_nobody_of_the_police_has_a_role_that_touches_answers(self, role: Role) -> None:
        assert TOUCHES[role], "a role that touches nothing would need another look"
        with pytest.raises(StaffError) as refused:
            check_employer(role, Employer.POLICE)
        assert refused.value.code == "staff.police"
        for material in TOUCHES[role]:
            assert material in str(refused.value)
        assert "the police get totals and never answers" in str(refused.value)
        assert "/results" in str(refused.value)

    @pytest.mark.parametrize(
        ("role", "employer"),
        [(role, one) for role, one in product(Role, Employer) if one is not Employer.POLICE],
    )
    def test_other_partners_can_have_every_role(self, role: Role, employer: Employer) -> None:
        check_employer(role, employer)

    def test_a_role_that_touches_nothing_would_be_for_the_police_too(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(TOUCHES, Role.ANALYST, frozenset())
        check_employer(Role.ANALYST, Employer.POLICE)

    def test_every_employer_has_words(self) -> None:
        assert set(EMPLOYERS) == set(Employer)


class TestNames:
    @pytest.mark.parametrize("text", ["officer", " Officer\n", "OFFICER"])
    def test_a_role_is_read_in_any_case(self, text: str) -> None:
        assert get_role(text) is Role.OFFICER

    def test_an_employer_is_read(self) -> None:
        assert get_employer("Health") is Employer.HEALTH

    @pytest.mark.parametrize("text", ["", "boss", "officers", "officer, analyst"])
    def test_what_is_none_is_refused_with_those_there_are(self, text: str) -> None:
        with pytest.raises(StaffError, match="administrator, officer, analyst, interviewer"):
            get_role(text)
        with pytest.raises(StaffError, match="council, police, fire, health"):
            get_employer(text)

    def test_a_member_is_described_without_the_code(self) -> None:
        member = Member("S-7QK4", Role.OFFICER, Employer.COUNCIL)
        assert member.describe() == "officer, council"
