"""What is asked about a round, what is proposed for an answer, and how an answer is read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.desk.errands import Errand
from bot.office.drafts import propose_dates
from bot.office.fields import read_dates, read_days, read_fields, read_name
from surveys.errors import StaffError
from surveys.rounds import CONSULTATION_DAYS, Audience, Round, london_date

PLACEHOLDER = "new"
"""Name of a round that has none yet."""

USUAL_DAYS = 28
NOTICE_DAYS = 7
"""A new round is proposed to begin so many days from now: time for its checks and approval."""

CHOICES = {"audience": tuple(Audience)}
"""What is chosen from a list, each with a label of its own."""

_LONGEST_NAME = 40


def read_answer(field: str, answer: str) -> dict[str, Any]:
    """The fields of a round that an answer gives.

    Raises:
        RoundError: When it cannot be used, with how to write it.
        StaffError: When it is about nothing that is asked.
    """
    match field:
        case "dates":
            opens_on, closes_on = read_dates(answer)
            return {"opens_on": opens_on, "closes_on": closes_on}
        case "name":
            return {"name": read_name(answer)}
        case "minimum":
            return {"minimum_days": read_days(answer)}
        case "title" | "decision" | "audience" | "languages":
            return read_fields({field: answer})
        case _:  # nothing else of a round is set by hand
            raise StaffError(
                "staff.stale", "this button", "it is not known here any more", "Send /rounds."
            )


def list_choices(
    field: str, round_: Round, now: datetime, languages: Collection[str]
) -> Sequence[str]:
    """Answers that a button offers; each could be typed as well.

    Args:
        field: What is asked.
        round_: The round as it is known so far.
        now: The present moment.
        languages: Languages of its questionnaire.
    """
    match field:
        case "dates":
            return [_propose_days(round_, now)]
        case "title" | "decision":
            return [""]
        case "languages":
            return ["all", *(languages if len(languages) > 1 else ())]
        case "minimum":
            return [str(CONSULTATION_DAYS)]
        case _:
            return CHOICES.get(field, ())


def _propose_days(round_: Round, now: datetime) -> str:
    """Days as they are typed: a year after those of an earlier round, or some time from now."""
    opens_on, closes_on = propose_dates(round_, now)
    if not round_.questionnaire_hash:  # it is like no earlier one
        opens_on = london_date(now) + timedelta(days=NOTICE_DAYS)
        days = max(USUAL_DAYS, round_.minimum_days)
        closes_on = opens_on + timedelta(days=days - 1)
    return f"{opens_on} {closes_on}"


def propose_name(like: str, dates: str, taken: Collection[str]) -> str:
    """A free name: that of an earlier round or questionnaire, with the year in which it opens."""
    year = dates[:4]
    stem, _, end = like.rpartition("-")
    if not (stem and end.isdecimal() and len(end) == 4):
        stem = like
    stem = stem[: _LONGEST_NAME - len("-2027-99")]
    names = [f"{stem}-{year}", *(f"{stem}-{year}-{n}" for n in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def label_choice(errand: Errand, field: str, choice: str) -> str:
    """What stands on the button of a choice."""
    named = field in CHOICES or choice in {"", "all"}
    return errand.words(f"choice-{field}-{choice or 'none'}") if named else choice
