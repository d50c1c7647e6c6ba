"""Why an errand of staff is refused, and who may have it done at all."""

from __future__ import annotations

from bot.desk.errands import Errand
from bot.wording import FALLBACK, load_wording
from surveys.errors import CanvassError, RefusedFile, StaffError
from surveys.staff import Member, MemberState
from surveys.store.engine import Transaction
from surveys.store.staff import find_by_code


def explain(errand: Errand, error: CanvassError) -> str:
    """Why it was refused: of a file's faults the first and how many more, as a phone can show."""
    reason, more = str(error.fault), 0
    if isinstance(error, RefusedFile):
        more = len(error.faults) - 1
    refused = errand.words("staff-refused", reason=reason)
    return " ".join([refused, *([errand.words("staff-refused-more", more=more)] if more else [])])


async def get_current(connection: Transaction, code: str) -> Member:
    """A member of staff as the transaction sees them.

    Raises:
        StaffError: When they were removed.
    """
    found = await find_by_code(connection, code)
    if found is None or found.member.state is MemberState.REMOVED:
        words = load_wording(FALLBACK)
        raise StaffError(
            "staff.removed",
            words("staff-place"),
            words("staff-removed-meanwhile"),
            words("staff-removed-remedy"),
        )
    return found.member
