"""Released figures in plain words, for pages that people read: the report and the board page.

Shares are said as "58 in 100", ranges as "between 54 and 63 in 100". Numbers are those of the
released rows, which are rounded already, so no page can differ from a table. A change is called
one only where it is clear; nothing here says why anything changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from analysis.claims import share_digits
from analysis.results import describe_share
from analysis.rows import ChangeShown, Row
from analysis.shown import Previous, Status

WITHHELD = {
    Status.TOO_FEW: "too few answers to show",
    Status.SUPPRESSED: "not shown, to protect people",
}
NO_CLEAR_CHANGE = "no clear change"
WHEN_CLEAR = (
    "Many figures are compared at once, so a change counts as clear only with stronger evidence "
    "than its own interval."
)
LOW_RELIABILITY = "Low reliability: "

_ISO_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A row beside one earlier round of its series.

    Attributes:
        since: What the earlier round is, such as ``the last round (autumn-2026, ...)``.
        round: Its name.
        value: Its share, 0-1.
        base: Its base, where known.
        change: What has changed since.
        digits: Decimals of a point of the change; relative changes are in whole per cents.
    """

    since: str
    round: str
    value: float
    base: int | None
    change: ChangeShown
    digits: int


def count_digits(*bases: int | None) -> int:
    """Decimals of a per cent, or of points, that all the bases allow; none where one is unknown."""
    return min(share_digits(base or 0) for base in bases) - 2


def say_day(day: date) -> str:
    """Such as ``31 May 2027``."""
    return f"{day.day} {day:%B %Y}"


def say_days(first: date, last: date) -> str:
    """Such as ``from 1 May 2027 to 31 May 2027``."""
    return f"on {say_day(first)}" if first == last else f"from {say_day(first)} to {say_day(last)}"


def say_fieldwork(first: date, last: date) -> str:
    """Such as ``fieldwork 1 May 2027 to 31 May 2027``; of one day, as at a meeting, that day."""
    return f"fieldwork {say_day(first)}" + ("" if first == last else f" to {say_day(last)}")


def say_dates(text: str) -> str:
    """A text with its ISO dates as people write them."""

    def write(found: re.Match[str]) -> str:
        return say_day(date(*map(int, found.groups())))

    return _ISO_DATE.sub(write, text)


def say_sentence(text: str) -> str:
    """A note as a sentence: a capital at its start, a full stop at its end."""
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?" else ".")


def name_measures(text: str, labels: Mapping[str, str]) -> str:
    """A plan's words with measures called by their labels where they are called by their codes.

    A code of one word, such as ``informed``, may be a word of the sentence and stays.
    """
    codes = [re.escape(code) for code in labels if "_" in code]
    if not codes:
        return text
    return re.sub(rf"\b({'|'.join(codes)})\b", lambda found: f"“{labels[found[1]]}”", text)


def say_percent(share: float, digits: int) -> str:
    """Such as ``58 %``; what only rounds to nobody or everybody is not called that."""
    return describe_share(share, digits, exact=False)


def say_in_100(share: float, digits: int) -> str:
    """Such as ``58 in 100``. Worked number: 0.583 with one decimal is 58.3 in 100."""
    return say_percent(share, digits).removesuffix(" %") + " in 100"


def say_interval(low: float, high: float, digits: int) -> str:
    """Such as ``between 54 and 63 in 100``; one number where rounding leaves one."""
    first, last = (f"{100 * limit:.{digits}f}" for limit in (low, high))
    if first == last:
        return f"about {first} in 100"
    return f"between {first} and {last} in 100"


def say_people(count: int) -> str:
    """Such as ``about 615 people``: a released count is to the nearest 5."""
    return f"about {count:,} people"


def say_value(row: Row) -> str:
    """The share, or in words why there is none."""
    if row.status is not Status.RELEASED:
        return WITHHELD[row.status]
    if row.estimate is None:
        return "no answers"
    return say_percent(row.estimate, count_digits(row.base))


def say_figure(row: Row, what: str = "") -> str:
    """Share, interval and base in one phrase; or in words why there is none.

    Args:
        row: The figure.
        what: What that share of people say or feel, such as ``feel safe``.
    """
    if row.estimate is None or row.ci_low is None or row.ci_high is None or row.base is None:
        return say_value(row)
    digits = count_digits(row.base)
    share = f"{say_in_100(row.estimate, digits)} {what}".strip()
    interval = say_interval(row.ci_low, row.ci_high, digits)
    return f"{share}, probably {interval}, from {say_people(row.base)}"


def say_within(label: str) -> str:
    """A label within a sentence: without the capital of its first word, unless all are capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def mark_caution(row: Row, text: str) -> str:
    """A headline never stands without its cautions: said first, explained after."""
    if not row.cautions:
        return text
    why = " ".join(map(say_sentence, row.cautions))
    return f"{LOW_RELIABILITY}{text} {why}"


def list_comparisons(row: Row) -> tuple[Comparison, ...]:
    """The row beside the round before and beside its baseline; once where these are one round."""
    found = []
    last, baseline = row.previous, row.baseline
    same = last is not None and baseline is not None and baseline.round == last.round
    if last is not None:
        name = "the last round, which is the baseline" if same else "the last round"
        since = f"{name} ({last.round}, ended {say_day(last.ended_on)})"
        digits = count_digits(row.base, last.base)
        change = _change_since(last)
        found.append(Comparison(since, last.round, last.value, last.base, change, digits))
    if row.change is not None and baseline is not None and not same:
        since = f"the baseline ({say_dates(baseline.source)})"
        digits = count_digits(row.base, baseline.base)
        value, base = baseline.value, baseline.base
        found.append(Comparison(since, baseline.round, value, base, row.change, digits))
    return tuple(found)


def say_comparison(one: Comparison) -> str:
    """Clear or not, then the best guess with its range, in points and in per cent."""
    change, digits = one.change, one.digits
    said = f"{say_since(one)} In points: "
    said += f"{say_move(change.points, change.points_low, change.points_high, digits)}."
    low, high = change.relative_low, change.relative_high
    if change.relative is None or low is None or high is None:
        return said
    relative = say_move(100 * change.relative, 100 * low, 100 * high, 0)
    return f"{said} In per cent of the earlier figure: {relative}."


def say_since(one: Comparison) -> str:
    """Whether there is a clear change, since when, and from what."""
    change = one.change
    head = f"Clearly {say_way(change.points)}" if change.clear else NO_CLEAR_CHANGE.capitalize()
    return f"{head} since {one.since}, when it was {say_before(one)}."


def say_before(one: Comparison) -> str:
    """The earlier share, such as ``55 in 100``."""
    return say_in_100(one.value, count_digits(one.base))


def say_way(move: float) -> str:
    """Up or down; only for a move that is clear."""
    return "up" if move > 0 else "down"


def say_move(move: float, low: float, high: float, digits: int) -> str:
    """Such as ``5 up, probably between 2 down and 11 up``."""
    first, last = _say_step(low, digits), _say_step(high, digits)
    if first == last:
        return f"{_say_step(move, digits)}, probably about that"
    if low * high > 0:
        nearest, furthest = sorted((abs(low), abs(high)))
        way = say_way(high)
        return (
            f"{_say_step(move, digits)}, probably between {nearest:.{digits}f} and "
            f"{furthest:.{digits}f} {way}"
        )
    return f"{_say_step(move, digits)}, probably between {first} and {last}"


def say_signed(move: float, digits: int) -> str:
    """Such as ``+5`` or ``-2``, and ``0`` without a sign."""
    shown = f"{move:+.{digits}f}"
    return f"{0:.{digits}f}" if float(shown) == 0 else shown.replace("-", "−")


def _change_since(last: Previous) -> ChangeShown:
    return ChangeShown(
        points=last.points,
        points_low=last.points_low,
        points_high=last.points_high,
        relative=last.relative,
        relative_low=last.relative_low,
        relative_high=last.relative_high,
        clear=last.clear,
    )


def _say_step(move: float, digits: int) -> str:
    size = f"{abs(move):.{digits}f}"
    return size if float(size) == 0 else f"{size} {say_way(move)}"
