"""Who acts, when, and the transaction in which everything of an action happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.settings import Settings
from surveys.keyring import KeyRing
from surveys.privacy import AUDIT_KEY
from surveys.store.audit import append
from surveys.store.engine import Transaction

TERMINAL = "terminal"
"""Who acts where there is a command line and no chat."""


@dataclass(frozen=True, slots=True)
class Office:
    """One action of one member of staff.

    Attributes:
        connection: The transaction that the whole action is.
        ring: Keys.
        settings: Settings.
        who: Staff code, or `TERMINAL`.
        now: The present moment.
        random: Gives that many random bytes; `os.urandom` outside tests.
    """

    connection: Transaction
    ring: KeyRing
    settings: Settings
    who: str
    now: datetime
    random: Callable[[int], bytes]

    async def record(self, action: str, subject: str, before: str = "", after: str = "") -> None:
        """Add a line to the audit trail; call it once for each thing that changed.

        Args:
            action: What was done, such as ``round.open``.
            subject: To what: the name of a round, a staff code.
            before: What it was, in short; never anything of a resident.
            after: What it is now.

        Raises:
            AuditError: When the trail does not fit its key or its end.
        """
        key = self.ring.ensure(AUDIT_KEY)
        await append(
            self.connection,
            key,
            who=self.who,
            action=action,
            subject=subject,
            before=before,
            after=after,
            at=self.now,
        )
