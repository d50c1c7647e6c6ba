"""Marks of quality, set when an answer is submitted: fast, the same throughout, one of many.

A mark says that an answer may be worth a second look. It never takes an answer out of a result:
results say how many answers carry each mark, and readers judge. All thresholds are proposals.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from surveys.answers import Answer, Answered, Missing, NonResponse
from surveys.interview import Interview
from surveys.questionnaire import SILENT, Kind, Question, Questionnaire

SECONDS_A_QUESTION = 2.0
"""Average seconds a question below which an interview is fast (proposal).

Most adults read 175 to 300 words of English in a minute (Brysbaert 2019, Journal of Memory and
Language 109, 104047), so two seconds are ten words at most, without any time to think or to tap. To
judge by least plausible seconds follows Conrad et al. (2017), Survey Research Methods 11 (1).
"""

SHORTEST_SET = 5
"""Fewest items on one scale, answered in substance, that can be called a straight line (proposal).

Shorter sets are too often answered alike in earnest.
"""

MANY = 30
WINDOW = timedelta(minutes=10)
"""More than `MANY` submissions of a round within `WINDOW` are a burst (proposal).

An invitation sent to many people makes a burst as well, so it has to be read beside the days.
"""


class Flag(StrEnum):
    """A mark of quality."""

    SPEEDER = "speeder"
    STRAIGHT_LINING = "straight_lining"
    BURST = "burst"


FLAG_WORDS: Mapping[str, str] = {
    Flag.SPEEDER: "came faster than the questions can be read",
    Flag.STRAIGHT_LINING: "say the same throughout a set of items",
    Flag.BURST: "came as one of many within minutes",
}
"""Each mark in words, to stand after a number of answers."""


def find_flags(questionnaire: Questionnaire, interview: Interview, recent: int) -> tuple[str, ...]:
    """The marks of an interview that was just submitted, or submitted again.

    Args:
        questionnaire: The version that it answers.
        interview: The interview after submitting, with the marks it had before.
        recent: How many others were submitted in its round within `WINDOW` before it, from
            `BurstWatch.note`.

    Returns:
        Marks in the order of `Flag`. The answers are judged as they are now. A burst was a matter
        of the moment, so its mark stays.
    """
    marks = {
        Flag.SPEEDER: _is_fast(questionnaire, interview),
        Flag.STRAIGHT_LINING: _has_straight_line(questionnaire, interview),
        Flag.BURST: recent >= MANY or Flag.BURST in interview.flags,
    }
    return tuple(flag.value for flag, holds in marks.items() if holds)


def find_sets(questionnaire: Questionnaire) -> list[tuple[Question, ...]]:
    """The sets of at least `SHORTEST_SET` consecutive items on one scale, in order.

    A scale is the same where its options have the same codes and kinds in the same order. A note
    or a draw between items does not part them; another part of the questionnaire does.
    """
    sets: list[list[Question]] = []
    previous: object = None
    for question in questionnaire.questions:
        if question.kind in SILENT:
            continue
        scale = _find_scale(question)
        if scale is not None and scale == previous:
            sets[-1].append(question)
        elif scale is not None:
            sets.append([question])
        previous = scale
    return [tuple(items) for items in sets if len(items) >= SHORTEST_SET]


class BurstWatch:
    """How many interviews were submitted within the last minutes, round by round.

    It lives in memory and holds no answers; a bot that starts anew counts anew. The first `MANY` of
    a burst carry no mark, because nobody knew yet: the number of marks shows that there was a
    burst, and not how large it was.
    """

    def __init__(self) -> None:
        self._rounds: dict[int, deque[tuple[datetime, int | None]]] = {}

    def note(self, round_id: int, now: datetime, interview: int | None = None) -> int:
        """Count a submission.

        Args:
            round_id: Its round.
            now: When it was submitted.
            interview: Its number, so that one submitted again within `WINDOW`, or handled again
                after a failure, counts once; None counts it in any case.

        Returns:
            How many others were submitted within `WINDOW` before it.
        """
        times = self._rounds.setdefault(round_id, deque())
        while times and times[0][0] <= now - WINDOW:
            times.popleft()
        known = interview is not None and any(other == interview for _, other in times)
        others = len(times) - known
        if not known:
            times.append((now, interview))
        return others


def _is_fast(questionnaire: Questionnaire, interview: Interview) -> bool:
    """Whether the part submitted first took less time than its answers can have taken.

    Minutes are kept to a tenth, so the limit is exact to three seconds. A question skipped counts
    not: it takes a tap and no reading. Nor does a draw, which nobody answers.
    """
    if interview.minutes is None or not interview.submitted:
        return False
    first = interview.submitted[0]
    answered = sum(
        question.part == first and question.kind not in SILENT
        for question, answer in _given(questionnaire, interview)
        if answer != Missing(NonResponse.SKIPPED)
    )
    return interview.minutes * 60 < SECONDS_A_QUESTION * answered


def _given(questionnaire: Questionnaire, interview: Interview) -> Iterator[tuple[Question, Answer]]:
    return ((questionnaire.by_name[name], answer) for name, answer in interview.saved.items())


def _has_straight_line(questionnaire: Questionnaire, interview: Interview) -> bool:
    return any(_is_straight(items, interview) for items in find_sets(questionnaire))


def _is_straight(items: Sequence[Question], interview: Interview) -> bool:
    """Whether enough items of a set were answered in substance, and all of them alike."""
    answers = [interview.saved.get(item.name) for item in items]
    given = [answer.values for answer in answers if isinstance(answer, Answered)]
    return len(given) >= SHORTEST_SET and len(set(given)) == 1


def _find_scale(question: Question) -> tuple[object, ...] | None:
    """What two items of a set have in common; None for a question that is no scale."""
    if question.kind is not Kind.SCALE:
        return None
    return question.part, *((option.code, option.kind) for option in question.options)
