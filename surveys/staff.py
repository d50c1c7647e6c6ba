"""Staff: roles, what each may do, and who may have which.

Residents were told that the police get totals and never answers. So whom a member of staff works
for is asked when they are invited, and it decides which roles they can have.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from surveys.errors import StaffError

E = TypeVar("E", bound=StrEnum)


class Role(StrEnum):
    """What somebody does for the partnership. A person has one role."""

    ADMINISTRATOR = "administrator"
    OFFICER = "officer"
    ANALYST = "analyst"
    INTERVIEWER = "interviewer"


class Employer(StrEnum):
    """Whom a member of staff works for: a body of the partnership, or one that works for it."""

    COUNCIL = "council"
    POLICE = "police"
    FIRE = "fire"
    HEALTH = "health"
    PROBATION = "probation"
    VOLUNTARY = "voluntary"
    CONTRACTOR = "contractor"


EMPLOYERS: Mapping[Employer, str] = {
    Employer.COUNCIL: "the council",
    Employer.POLICE: "the police",
    Employer.FIRE: "the fire and rescue service",
    Employer.HEALTH: "the NHS, such as the integrated care board",
    Employer.PROBATION: "the probation service",
    Employer.VOLUNTARY: "a voluntary organisation",
    Employer.CONTRACTOR: "a contractor of the council",
}
"""Employers in words."""


class Material(StrEnum):
    """What must not reach the police."""

    ANSWERS = "answers"
    COMMENTS = "comments"
    SMALL_COUNTS = "small counts"


TOUCHES: Mapping[Role, frozenset[Material]] = {
    # Holds the keys and the files.
    Role.ADMINISTRATOR: frozenset(Material),
    # Reads comments that need a decision, and sees who is missing from a round.
    Role.OFFICER: frozenset({Material.COMMENTS, Material.SMALL_COUNTS}),
    # Works with the frozen answers and with unsuppressed figures.
    Role.ANALYST: frozenset(Material),
    # Hears the answers that they take.
    Role.INTERVIEWER: frozenset({Material.ANSWERS}),
}
"""What each role comes to see."""


class Permission(StrEnum):
    """One thing that staff can do."""

    INVITE = "invite"
    REMOVE = "remove"
    LIST_STAFF = "list-staff"
    READ_AUDIT = "read-audit"
    MAKE_ROUND = "make-round"
    CHANGE_ROUND = "change-round"
    PREVIEW = "preview"
    LAUNCH = "launch"
    APPROVE = "approve"
    OPEN = "open"
    CLOSE = "close"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    DELETE_ROUND = "delete-round"
    REMIND = "remind"
    CONTROL_MESSAGES = "control-messages"
    WRITE_ACTIONS = "write-actions"
    PROGRESS = "progress"
    RESULTS = "results"
    EXPORT = "export"
    POSTER = "poster"
    CODES = "codes"
    INTERVIEW = "interview"


_ABOUT_STAFF = {
    Permission.INVITE,
    Permission.REMOVE,
    Permission.LIST_STAFF,
    Permission.READ_AUDIT,
}
_PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.OFFICER: frozenset(set(Permission) - _ABOUT_STAFF),
    Role.ANALYST: frozenset({Permission.PROGRESS, Permission.RESULTS, Permission.EXPORT}),
    Role.INTERVIEWER: frozenset({Permission.INTERVIEW}),
}
PERMITTED: Mapping[Permission, frozenset[Role]] = {
    permission: frozenset(role for role, may in _PERMISSIONS.items() if permission in may)
    for permission in Permission
}
"""Which roles may do what. Nobody may approve what they asked for themselves, whatever the role."""


class MemberState(StrEnum):
    """Whether somebody is staff still. The code of who was removed stays, for the audit trail."""

    ACTIVE = "active"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff, known by a code and by nothing else.

    Attributes:
        code: Staff code, such as ``S-7QK4``; never given twice.
        role: What they do.
        employer: Whom they work for, as said when they were invited.
        state: Whether they are staff still.
    """

    code: str
    role: Role
    employer: Employer
    state: MemberState = MemberState.ACTIVE

    def describe(self) -> str:
        """Role and employer, as the audit trail has them."""
        return f"{self.role}, {self.employer}"


def get_role(text: str) -> Role:
    """The role of that name.

    Raises:
        StaffError: When there is none.
    """
    return _choose(Role, text, "role")


def get_employer(text: str) -> Employer:
    """The employer of that name.

    Raises:
        StaffError: When there is none.
    """
    return _choose(Employer, text, "employer")


def check_employer(role: Role, employer: Employer) -> None:
    """Check that somebody of this employer can have this role.

    Raises:
        StaffError: When they are employed by the police and the role touches what residents were
            told that the police never get.
    """
    touched = [material.value for material in Material if material in TOUCHES[role]]
    if employer is Employer.POLICE and touched:
        raise StaffError(
            "staff.police",
            f"role {role}",
            f"it touches {' and '.join(touched)}, and residents were told that the police get "
            "totals and never answers",
            "Invite somebody of another employer; published results are for everybody, /results.",
        )


def check_permitted(role: Role, permission: Permission) -> None:
    """Check that a role may do something.

    Raises:
        StaffError: When it may not.
    """
    if role in PERMITTED[permission]:
        return
    may = " or ".join(f"an {r}" if r.value[0] in "aio" else f"a {r}" for r in _sorted(permission))
    raise StaffError(
        "staff.not-permitted",
        f"role {role}",
        f"it may not do this ({permission.value.replace('-', ' ')})",
        f"Ask {may} to do it.",
    )


def chat_about(code: str) -> bytes:
    """What a sealed chat of staff is about: nobody's row can be put in another's place."""
    return f"staff chat {code}".encode()


def dialog_about(code: str) -> bytes:
    """What a sealed dialog of staff is about."""
    return f"staff dialog {code}".encode()


def _choose(kind: type[E], text: str, noun: str) -> E:
    try:
        return kind(text.strip().lower())
    except ValueError:
        raise StaffError(
            f"staff.{noun}",
            f"{noun} {text!r}",
            f"there is no such {noun}",
            f"Use one of {', '.join(one.value for one in kind)}.",
        ) from None


def _sorted(permission: Permission) -> list[Role]:
    return [role for role in Role if role in PERMITTED[permission]]
