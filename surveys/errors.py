"""Everything that can go wrong outside a conversation, as one tree.

CanvassError                     one clear line: place, what is wrong, what to do
├── QuestionnaireRefused         a questionnaire file has faults; carries all of them
├── AnswersRefused               a file of answers has rows that cannot be kept
├── PlanRefused                  a plan file has faults; carries all of them
├── CodebookRefused              a codebook for comments has faults; carries all of them
├── CommentsRefused              a sheet of corrected comments has faults; nothing of it was kept
├── RecordRefused                a file of recorded offences has faults; carries all of them
├── SettingsError                the environment or `.env` is incomplete or wrong
├── SecretKeyError               the secret key is missing, malformed or opens nothing
├── StoreError                   the database cannot be used as it is
├── StaffError                   somebody may not do what was asked, or is not staff
├── AuditError                   the audit trail is not as it was written
├── RoundError                   a round cannot do what was asked of it
├── EstimateError                a figure cannot be computed; statistics refuse rather than guess
└── ServiceError                 Telegram, or the server in its place, cannot be used

What a respondent does wrong is never an exception: it is an event of the interview.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file that somebody wrote.

    Attributes:
        code: Stable identifier, such as ``questionnaire.unknown-option``.
        place: Where it is: file, question, option, row.
        problem: What is wrong, without a full stop.
        remedy: What to do about it, as a sentence.
    """

    code: str
    place: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        """The fault as one line: place, problem, remedy, code."""
        return f"{self.place}: {self.problem}. {self.remedy} [{self.code}]"


class CanvassError(Exception):
    """An error that a person can act on; its text is one clear line."""

    def __init__(self, code: str, place: str, problem: str, remedy: str) -> None:
        self.fault = Fault(code, place, problem, remedy)
        super().__init__(str(self.fault))

    @property
    def code(self) -> str:
        """The stable identifier of what went wrong."""
        return self.fault.code


class RefusedFile(CanvassError):
    """A file with one or more faults; all of them are told at once."""

    def __init__(self, place: str, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        first = self.faults[0]
        super().__init__(first.code, first.place, first.problem, first.remedy)
        self.args = ("\n".join(str(fault) for fault in self.faults),)
        self.place = place


class QuestionnaireRefused(RefusedFile):
    """Raised when a questionnaire file cannot be used."""


class AnswersRefused(RefusedFile):
    """Raised when a file of answers has a row that cannot be kept; nothing was imported."""


class PlanRefused(RefusedFile):
    """Raised when a plan, its margins or its measures do not hold together."""


class CodebookRefused(RefusedFile):
    """Raised when a codebook for comments is missing or does not hold together."""


class CommentsRefused(RefusedFile):
    """Raised when a sheet of corrected comments has a fault; nothing of it was kept."""


class RecordRefused(RefusedFile):
    """Raised when a file of recorded offences, or what pairs it with measures, cannot be used."""


class SettingsError(CanvassError):
    """Raised when a setting is missing or cannot be read."""


class SecretKeyError(CanvassError):
    """Raised when the master key is missing, malformed or does not open what it should."""


class StoreError(CanvassError):
    """Raised when the database is locked, read-only, newer, or not a database."""


class StaffError(CanvassError):
    """Raised when a member of staff, an invitation or an approval does not allow the action."""


class AuditError(CanvassError):
    """Raised when the audit trail, its end or its key do not fit together."""


class RoundError(CanvassError):
    """Raised when a round is missing or is not in the state that the action needs."""


class EstimateError(CanvassError):
    """Raised when data or margins do not allow the figure that was asked for."""


class ServiceError(CanvassError):
    """Raised when the Bot API refuses the token or cannot be reached."""
