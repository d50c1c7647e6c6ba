"""How a chat stood before an update, so that an update that we failed on leaves it as it was."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from bot.outgoing import Show
from bot.respondents import Respondent
from bot.visits import Visit
from surveys.interview import Interview

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A chat before a visit.

    Attributes:
        people: Who had answered, with their interviews and the hashes of their receipts.
        spent: Whether the invitation that the update names was spent.
    """

    people: tuple[tuple[Respondent, Interview, bytes | None], ...]
    spent: bool

    @classmethod
    def of(cls, visit: Visit) -> Snapshot:
        """How the chat of a visit stands now."""
        people = ((person, person.interview, person.receipt) for person in visit.respondents)
        return cls(tuple(people), visit.invited is not None and visit.invited.spent)

    @property
    def interviews(self) -> list[tuple[Respondent, Interview]]:
        """Who had answered, and how they stood."""
        return [(person, interview) for person, interview, _ in self.people]

    def restore(self, visit: Visit) -> None:
        """Leave everything as it was before an update that we failed on, and say sorry."""
        error = visit.error
        trace = error.__traceback__ if error else None
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace else ""
        # The error's text could quote what somebody wrote; its kind and place cannot.
        log.error("update.failed", error=type(error).__name__, place=place)
        for person, interview, receipt in self.people:
            person.interview, person.receipt = interview, receipt
        visit.respondents[:] = [person for person, _, _ in self.people]
        visit.saved.clear()
        visit.deleted.clear()
        visit.outgoing.clear()
        visit.effects.clear()
        visit.over = False
        if visit.invited is not None:
            visit.invited.spent = self.spent
        visit.message = 0
        visit.show(Show.CURRENT, visit.focus(), notes=(("note-error", {}),))
