"""A small frozen consultation for tests: comments as `surveys.store.freeze` leaves them.

Every comment is MADE UP.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from analysis.comments.codebook import Codebook
from analysis.comments.codebook_loading import load_codebook
from analysis.comments.drafting import draft_coding
from analysis.comments.records import Coding, Said
from analysis.comments.store import read_comments
from surveys.answers import Answered, Slot
from surveys.loading import load_catalogue
from surveys.rounds import Round, RoundState
from surveys.store.frozen import FieldworkCounts, freeze
from surveys.store.response import FrozenResponse

NAME = "winter-2026"
PLAN = "tower-hamlets-consultation"

Wrote = tuple[str, str, str]
"""What somebody wants in focus, what else they say, and whether they may be quoted."""

PEOPLE: Sequence[Wrote] = (
    ("Better street lighting on our road please.", "", "yes"),
    ("The alley is dark and there is no police.", "It is dark everywhere.", "yes"),
    ("=1+1 the dealers are back on the stairs", "", "no"),
    ("@everyone more cctv", "", "yes"),
    ("", "nothing", "yes"),
    ("রাস্তায় আলো দরকার", "", "yes"),
    ("نحتاج إلى إنارة أفضل في الشارع", "", "yes"),
    ("My ex follows me home and has hurt me.", "", "yes"),
)
"""Eight people: two wrote twice or nothing of content, two in other languages."""


def freeze_comments(
    data_dir: Path, people: Iterable[Wrote] = PEOPLE, *, name: str = NAME, **fields: Any
) -> Path:
    """A frozen round of the safety consultation in which people wrote this."""
    questionnaire = load_catalogue("safety-consultation")
    values: dict[str, Any] = {"synthetic": True} | fields
    round_ = Round(
        id=1,
        name=name,
        title="",
        questionnaire_hash=questionnaire.hash,
        plan="",
        plan_hash="",
        state=RoundState.CLOSING,
        opens_on=date(2026, 11, 1),
        closes_on=date(2026, 11, 30),
        **values,
    )
    data_dir.mkdir(parents=True, exist_ok=True)
    folder = data_dir / name
    freeze(round_, questionnaire, map(_respond, people), folder, FieldworkCounts())
    return folder


def _respond(wrote: Wrote) -> FrozenResponse:
    focus, comment, may_quote = wrote
    given = {"focus": focus, "comment": comment, "may_quote": may_quote}
    slots: dict[str, Slot] = {name: Answered((text,)) for name, text in given.items() if text}
    return FrozenResponse(language="en", mode="chat", sample="open", slots=slots)


def load_themes() -> Codebook:
    """The codebook that ships."""
    return load_codebook(PLAN)


def code_round(data_dir: Path, people: Iterable[Wrote] = PEOPLE) -> Coding:
    """The coding of such a round, with nothing corrected yet."""
    return Coding(draft_coding(read_comments(freeze_comments(data_dir, people)), load_themes()))


def find_said(coding: Coding, words: str) -> Said:
    """The comment with these words in it."""
    [found] = [said for said in coding.drafted.comments if words in said.text]
    return found
