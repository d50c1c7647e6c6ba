"""How fieldwork goes: who began, who finished, where the others stopped. Never what they answered.

Interviews are counted one by one and nothing of them is kept but numbers. While a round is open
nobody sees a result, so no answer to a question is counted here.

What an officer sees has every count to the nearest 5 and none under 10. Totals are rounded on their
own and not summed up, so a hidden count cannot be had exactly by taking the shown ones from them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import TypeVar

from surveys.interview import Interview, Stage
from surveys.quality import FLAG_WORDS
from surveys.questionnaire import Questionnaire
from surveys.rounds import london_date

LEAST_SHOWN = 10
"""A smaller count is shown as "fewer than 10"; the least of disclosure control as well."""

REVIEW = "review"
"""Where somebody stopped who had answered everything and not submitted."""

LAST_DAYS = 14
"""Days that are shown at most, so that a long round stays readable on a phone."""

Count = int | None
"""A count that may be shown, to the nearest 5; None for fewer than `LEAST_SHOWN`."""

Pair = tuple[Count, Count]
"""Who began, and who of them finished."""

Level = TypeVar("Level", str, date)

_ENDED = frozenset({Stage.SCREENED_OUT, Stage.WITHDRAWN})


@dataclass(slots=True)
class Tally:
    """Counts of interviews, exact: for the program's eyes only.

    Attributes:
        started, finished: Everybody who began, and who of them submitted the first part.
        stopped: By the question at which the others are, or `REVIEW`.
        minutes: Minutes to first submission, where known.
        languages, samples, modes: Who began and who finished, by level.
        days: How many began and how many finished on each London date.
        flags: Finished interviews by mark of quality.
    """

    started: int = 0
    finished: int = 0
    stopped: Counter[str] = field(default_factory=Counter)
    minutes: list[float] = field(default_factory=list)
    languages: dict[str, tuple[int, int]] = field(default_factory=dict)
    samples: dict[str, tuple[int, int]] = field(default_factory=dict)
    modes: dict[str, tuple[int, int]] = field(default_factory=dict)
    days: dict[date, tuple[int, int]] = field(default_factory=dict)
    flags: Counter[str] = field(default_factory=Counter)

    def add(self, interview: Interview, *, mode: str, sample: str) -> None:
        """Count one interview; those that ended without a response are not part of a round.

        Args:
            interview: The interview as it stands.
            mode: How it is answered, such as ``chat``.
            sample: How the respondent came to be asked, such as ``open``.
        """
        if interview.stage in _ENDED:
            return
        done = bool(interview.submitted)
        self.started += 1
        self.finished += done
        _add(self.languages, interview.language, 1, done)
        _add(self.samples, sample, 1, done)
        _add(self.modes, mode, 1, done)
        self._add_days(interview)
        if not done:
            self.stopped[interview.current or REVIEW] += 1
            return
        self.flags.update(interview.flags)
        if interview.minutes is not None:
            self.minutes.append(interview.minutes)

    def _add_days(self, interview: Interview) -> None:
        """Count its days; what was answered on paper came on no day that we know."""
        if not interview.began:
            return
        began = datetime.fromtimestamp(interview.began, UTC)
        _add(self.days, london_date(began), 1, 0)
        if interview.minutes is not None:
            _add(self.days, london_date(began + timedelta(minutes=interview.minutes)), 0, 1)


@dataclass(frozen=True, slots=True)
class Progress:
    """What of a tally may be shown; pairs are who began and who finished.

    Attributes:
        stopped: Questions in the order asked, then `REVIEW`; only those where enough people are.
        median_minutes: Minutes to first submission; None for fewer than `LEAST_SHOWN` interviews.
        venues: By venue, who began there; counted apart from every interview.
    """

    started: Count
    finished: Count
    unfinished: Count
    stopped: Mapping[str, int]
    median_minutes: float | None
    languages: Mapping[str, Pair]
    samples: Mapping[str, Pair]
    modes: Mapping[str, Pair]
    days: Mapping[date, Pair]
    flags: Mapping[str, Count]
    venues: Mapping[str, Count]


def publish(
    tally: Tally, questionnaire: Questionnaire, venues: Mapping[str, int] | None = None
) -> Progress:
    """What an officer may see of a tally.

    Args:
        tally: The exact counts.
        questionnaire: The version that is asked; its order is that of break-off.
        venues: How many began at each venue, by its name.
    """
    order = [*(question.name for question in questionnaire.questions), REVIEW]
    enough = len(tally.minutes) >= LEAST_SHOWN
    languages = dict.fromkeys(questionnaire.languages, (0, 0)) | tally.languages
    return Progress(
        started=show_count(tally.started),
        finished=show_count(tally.finished),
        unfinished=show_count(tally.started - tally.finished),
        stopped={
            name: shown for name in order if (shown := show_count(tally.stopped[name])) is not None
        },
        median_minutes=round(median(tally.minutes), 1) if enough else None,
        languages=_show_pairs(languages),
        samples=_show_pairs(dict(sorted(tally.samples.items()))),
        modes=_show_pairs(dict(sorted(tally.modes.items()))),
        days=_show_pairs(_fill_days(tally.days)),
        flags={flag: show_count(tally.flags[flag]) for flag in FLAG_WORDS},
        venues={name: show_count(count) for name, count in (venues or {}).items()},
    )


def show_count(count: int) -> Count:
    """A count to the nearest 5, halves upwards; None below `LEAST_SHOWN`.

    Worked numbers: 9 gives None, 12 gives 10, 13 gives 15.
    """
    return int(count / 5 + 0.5) * 5 if count >= LEAST_SHOWN else None


def write_count(count: Count) -> str:
    """A count in words: ``fewer than 10``, or the number with its thousands set apart."""
    return f"fewer than {LEAST_SHOWN}" if count is None else f"{count:,}"


def render_progress(
    progress: Progress, questionnaire: Questionnaire, language: str | None = None
) -> list[str]:
    """Progress as plain lines, the same for the terminal and for the chat.

    Args:
        progress: What may be shown.
        questionnaire: The version that is asked, for the short words of its questions.
        language: Language of those words; by default its first.
    """
    began, finished = write_count(progress.started), write_count(progress.finished)
    lines = [f"Started: {began}. Finished: {finished}."]
    if progress.median_minutes is not None:
        lines.append(f"Half of them took {progress.median_minutes:g} minutes or less.")
    lines += ["", f"Not finished: {write_count(progress.unfinished)}. Where they are:"]
    for name, count in progress.stopped.items():
        lines.append(f"  {_word(questionnaire, name, language)}: {count:,}")
    other = "any other question" if progress.stopped else "any one question"
    lines.append(f"  {other}: {write_count(None)}")
    for title, pairs in (
        ("By language", progress.languages),
        ("By sample", progress.samples),
        ("By mode", progress.modes),
        ("By day", _write_days(progress.days)),
    ):
        lines += _render_pairs(title, pairs)
    if progress.venues:
        lines += ["", "By venue (started):"]
        lines += [f"  {name}: {write_count(count)}" for name, count in progress.venues.items()]
    if progress.flags:
        lines += ["", "Marks of quality; every answer counts, marked or not:"]
    lines += [f"  {write_count(n)} {FLAG_WORDS[flag]}" for flag, n in progress.flags.items()]
    lines += ["", f"Counts are to the nearest 5; those under {LEAST_SHOWN} are not shown."]
    return lines


def _render_pairs(title: str, pairs: Mapping[str, Pair]) -> list[str]:
    if not pairs:
        return []
    lines = ["", f"{title} (started, finished):"]
    for level, (began, finished) in pairs.items():
        lines.append(f"  {level}: {write_count(began)}, {write_count(finished)}")
    return lines


def _write_days(days: Mapping[date, Pair]) -> dict[str, Pair]:
    """The last days, by their name; a month in letters cannot be mistaken for a day."""
    return {f"{day.day} {day:%B}": days[day] for day in sorted(days)[-LAST_DAYS:]}


def _word(questionnaire: Questionnaire, name: str, language: str | None) -> str:
    """The short words of a question, else its name."""
    if name == REVIEW:
        return "before submitting"
    short = questionnaire.by_name[name].short
    return short[language or questionnaire.languages[0]] if short else name


def _add(counts: dict[Level, tuple[int, int]], level: Level, began: int, finished: int) -> None:
    before = counts.get(level, (0, 0))
    counts[level] = (before[0] + began, before[1] + finished)


def _show_pairs(counts: Mapping[Level, tuple[int, int]]) -> dict[Level, Pair]:
    return {level: (show_count(a), show_count(b)) for level, (a, b) in counts.items()}


def _fill_days(counts: Mapping[date, tuple[int, int]]) -> dict[date, tuple[int, int]]:
    """Every day from the first to the last, so that a day without anybody is not left out."""
    if not counts:
        return {}
    first, last = min(counts), max(counts)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return {day: counts.get(day, (0, 0)) for day in days}
