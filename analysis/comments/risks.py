"""The queue of comments that may tell of somebody at risk, seen once they are frozen.

Nobody can find out who wrote a comment, nor answer them: the words are all there is. What can be
done is to pass on what they say of a place or a pattern, or to see that help was offered. Who may
decide that, and when, is the council's procedure (docs/safeguarding.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.comments.records import Coding, Decision, Decisions, RiskState, Said
from surveys.errors import RoundError
from surveys.redaction import redact
from surveys.safeguarding import Cue

NOBODY_TRACED = (
    "Nobody can find out who wrote these comments, and nobody can answer them: no name, number or "
    "chat is kept with them. Do not promise anybody otherwise."
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One comment of the queue.

    Attributes:
        cues: What was found in it, most urgent first; empty where an analyst marked it.
    """

    said: Said
    cues: tuple[str, ...]
    state: RiskState
    note: str


def list_risks(coding: Coding) -> tuple[Waiting, ...]:
    """The queue: new ones first, and the most urgent cue first among them."""
    return tuple(sorted(_find_risks(coding), key=_urgency))


def decide_risk(coding: Coding, number: int, state: RiskState, note: str) -> Decisions:
    """All decisions with one more, or with one changed.

    Args:
        coding: What was said of the comments.
        number: Which comment.
        state: What is done about it.
        note: For colleagues, in a few words.

    Raises:
        RoundError: No such comment is in the queue, or the note identifies somebody.
    """
    place = f"round {coding.drafted.round!r}, comment {number}"
    if number not in {one.said.number for one in list_risks(coding)}:
        raise RoundError(
            "risks.not-in-queue",
            place,
            "it is not in the queue",
            "See the queue with `canvass comments risks`; the sheet's column risk marks a comment.",
        )
    if found := redact(note).found:
        raise RoundError(
            "risks.personal-note",
            place,
            f"the note holds what can identify somebody ({', '.join(sorted(set(found)))})",
            "Say what was done, and not about whom.",
        )
    before = coding.decisions.get(number)
    passes = RiskState.PASSED_ON in {state, coding.find_state(number)}
    decision = Decision(
        number=number,
        state=state,
        note=note.strip(),
        was_passed_on=passes or (before is not None and before.was_passed_on),
    )
    decided = {**coding.decisions, number: decision}
    return Decisions(
        frozen=coding.drafted.frozen, comments=tuple(decided[one] for one in sorted(decided))
    )


def _find_risks(coding: Coding) -> Iterator[Waiting]:
    for said in coding.drafted.comments:
        if coding.is_risk(said):
            decided = coding.decisions.get(said.number)
            note = decided.note if decided else ""
            yield Waiting(said, said.cues, coding.find_state(said.number), note)


def _urgency(waiting: Waiting) -> tuple[int, int, int]:
    urgent = list(Cue).index(Cue(waiting.cues[0])) if waiting.cues else len(Cue)
    return list(RiskState).index(waiting.state), urgent, waiting.said.number
