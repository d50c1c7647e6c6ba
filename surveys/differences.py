"""What differs between two versions of one question, in plain words, and what breaks a series.

A question is compared field by field, and text by text in each language that both versions were
offered in. What changes the words, the answers or who gives them breaks a series; what only may
have an influence is told and breaks nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from surveys.expressions import parse
from surveys.questionnaire import Option, Question, Text
from surveys.syntax import Node

_Value = str | float | bool | None

_QUOTED = 100
_LEADING = 30


class Aspect(StrEnum):
    """What of a question differs."""

    WORDING = "wording"
    TRANSLATION = "translation"
    SCALE = "scale"
    ORDER = "order"
    ROUTING = "routing"
    KIND = "kind"
    LIMITS = "limits"
    LANGUAGES = "languages"
    AUDIENCE = "audience"
    DEFINITION = "definition"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was.

    Attributes:
        aspect: What kind of thing it is.
        what: What differs, in words; all there is to say where `before` and `after` are empty.
        before: How it was; empty where there was none.
        after: How it is; empty where there is none any more.
        breaks: False for what is told, but does not break the series.
    """

    aspect: Aspect
    what: str
    before: str = ""
    after: str = ""
    breaks: bool = True

    def __str__(self) -> str:
        """The difference as a line; of long texts what surrounds the first change."""
        if not (self.before or self.after):
            return self.what
        if not self.before:
            return f'{self.what}: "{_cut(self.after)}" is new'
        if not self.after:
            return f'{self.what}: "{_cut(self.before)}" is gone'
        start = _find_change(self.before, self.after)
        was, is_ = _cut(self.before, start), _cut(self.after, start)
        return f'{self.what}: was "{was}", is "{is_}"'


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages that two versions were both offered in.

    Attributes:
        shared: Their codes, in the order of the later version.
        source: The language that the questionnaire was written in.
    """

    shared: tuple[str, ...]
    source: str


def compare_question(now: Question, before: Question, languages: Languages) -> Iterator[Difference]:
    """What differs between two versions of a question, wherever it stands."""
    for what, new, old, breaks in (
        ("what is said before the question", now.lead_in, before.lead_in, True),
        ("the question", now.text, before.text, True),
        ("the hint", now.hint, before.hint, True),
        ("the line on why it is asked", now.why, before.why, False),
    ):
        yield from compare_text(what, new, old, languages, breaks=breaks)
    yield from _compare_options("answer", now.options, before.options, languages)
    yield from _compare_options("area", _areas(now), _areas(before), languages)
    yield from _compare_options("ward", _wards(now), _wards(before), languages)
    yield from _compare_rules(now, before)


def compare_text(
    what: str,
    now: Text | None,
    before: Text | None,
    languages: Languages,
    aspect: Aspect = Aspect.WORDING,
    *,
    breaks: bool = True,
) -> Iterator[Difference]:
    """Where a text differs, language by language; white space does not count."""
    for language in languages.shared:
        new, old = (" ".join(text[language].split()) if text else "" for text in (now, before))
        if new != old:
            kind = aspect if language == languages.source else Aspect.TRANSLATION
            yield Difference(kind, f"{what} ({language})", old, new, breaks)


def read_condition(text: str) -> Node | None:
    """A routing expression such that spaces make no difference; None where it is empty."""
    return parse(text).root if text else None


def _areas(question: Question) -> tuple[Option, ...]:
    return tuple(Option(code=area.code, label=area.label) for area in question.areas)


def _wards(question: Question) -> tuple[Option, ...]:
    """The wards under the names of their areas, so that one that moved is another."""
    return tuple(
        ward.model_copy(update={"code": f"{area.code}/{ward.code}"})
        for area in question.areas
        for ward in area.wards
    )


def _compare_options(
    what: str, now: Sequence[Option], before: Sequence[Option], languages: Languages
) -> Iterator[Difference]:
    new = {option.code: option for option in now}
    old = {option.code: option for option in before}
    for code in [*old, *(code for code in new if code not in old)]:
        place = f"{what} {code}"
        if code not in new:
            yield Difference(Aspect.SCALE, place, before=_name(old[code], languages))
        elif code not in old:
            yield Difference(Aspect.SCALE, place, after=_name(new[code], languages))
        else:
            yield from _compare_option(place, new[code], old[code], languages)
    orders = [[code for code in some if code in new and code in old] for some in (old, new)]
    if orders[0] != orders[1]:
        before_, after = (", ".join(order) for order in orders)
        yield Difference(Aspect.ORDER, f"the order of the {what}s", before_, after)


def _compare_option(
    place: str, now: Option, before: Option, languages: Languages
) -> Iterator[Difference]:
    yield from compare_text(place, now.label, before.label, languages, Aspect.SCALE)
    if now.kind != before.kind:
        old, new = (option.kind.value.replace("_", " ") for option in (before, now))
        yield Difference(Aspect.SCALE, f"what {place} counts as", old, new)
    if now.exclusive != before.exclusive:
        what = f"whether {place} excludes others"
        yield Difference(Aspect.SCALE, what, _say(before.exclusive), _say(now.exclusive))
    if read_condition(now.relevant) != read_condition(before.relevant):
        yield Difference(
            Aspect.ROUTING,
            f"who is offered {place}",
            before.relevant or "everybody",
            now.relevant or "everybody",
        )


def _compare_rules(now: Question, before: Question) -> Iterator[Difference]:
    """How it is answered, within which limits, and who is asked."""
    # options say themselves whether they are a refusal; other questions get one for being personal
    refusable = [bool(q.personal and not q.options) for q in (before, now)]
    rules: tuple[tuple[Aspect, str, Sequence[_Value]], ...] = (
        (Aspect.KIND, "how it is answered", [before.kind, now.kind]),
        (Aspect.LIMITS, "the least that is accepted", [before.minimum, now.minimum]),
        (Aspect.LIMITS, "the most that is accepted", [before.maximum, now.maximum]),
        (Aspect.LIMITS, "whether it has to be answered", [before.required, now.required]),
        (Aspect.LIMITS, "whether it can be refused", refusable),
        (Aspect.SCALE, "which squares can be given", [_cells(before), _cells(now)]),
    )
    for aspect, what, (old, new) in rules:
        if old != new:
            yield Difference(aspect, what, _say(old), _say(new))
    for what, old, new in (
        ("how its options stand", before.layout, now.layout),
        ("what it is kept with", before.file, now.file),
    ):
        if old != new:
            yield Difference(Aspect.KIND, what, old, new, breaks=False)
    if read_condition(now.relevant) != read_condition(before.relevant):
        asked, asked_before = (question.relevant or "everybody" for question in (now, before))
        yield Difference(Aspect.ROUTING, "who is asked", asked_before, asked)


def _cells(question: Question) -> str:
    """The squares as a number and a fingerprint: there are hundreds of them."""
    squares = " ".join(sorted(question.cells))
    return f"{len(question.cells)} squares ({hashlib.sha256(squares.encode()).hexdigest()[:8]})"


def _say(value: _Value) -> str:
    match value:
        case None:
            return "no limit"
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:g}"
        case _:
            return str(value)


def _name(option: Option, languages: Languages) -> str:
    language = next(iter(languages.shared), languages.source)
    return option.label.get(language) or next(iter(option.label.values()))


def _find_change(before: str, after: str) -> int:
    """Where two texts begin to differ."""
    pairs = zip(before, after, strict=False)
    same = next((at for at, (old, new) in enumerate(pairs) if old != new), None)
    return min(len(before), len(after)) if same is None else same


def _cut(text: str, at: int = 0) -> str:
    """A text short enough for a line, so that what stands at a place is still in it."""
    if len(text) <= _QUOTED:
        return text
    start = max(0, min(at - _LEADING, len(text) - _QUOTED))
    words = text[start : start + _QUOTED]
    return ("..." if start else "") + words.strip() + ("..." if start + _QUOTED < len(text) else "")
