"""Which choices typed words name: as people say them, and never a guess between two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from surveys.interview.choices import Choice, fold, plain_digits
from surveys.questionnaire import Kind, Layout, Question

LONGEST_NAMED = 300
"""Characters beyond which nobody names choices."""

FEWEST_LETTERS = 3
"""Letters of a beginning that names a choice: "no" of "No religion" may be meant otherwise."""

_ARTICLES = {"en": frozenset({"a", "an", "the"})}
_UP_TO_TEN = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNTED = {"en": {word: number for number, word in enumerate(_UP_TO_TEN, start=1)}}
_PARTS = {"en": re.compile(r"[,;\n&+]|\band\b", re.IGNORECASE)}
_ALTERNATIVES = {"en": re.compile(r"[,;:/()]|\bor\b", re.IGNORECASE)}
"""What parts the things that one choice stands for. "And" does not: it means both of them."""

_JOINERS = {
    "en": frozenset({"and", "at", "because", "in", "nor", "not", "of", "or", "to", "who"}),
}
"""Words after which a choice says more of the same, as "prefer" of "Prefer not to say" says it."""

_WHOLE = {
    "en": frozenset({"another", "any", "neither", "none", "nothing", "other", "some", "something"}),
}
"""Words that name a choice beginning with them, whatever it says then: "Something else"."""

_OUT_OF = re.compile(r"(\d{1,2})\s*(?:/|out of|of)\s*(\d{1,2})")
_LED = re.compile(r"(\d{1,2})\s*[-–—=:.()]\s*(\D+)")
_MEANING = re.compile(r"\s*(\S+)\s*=\s*(.+)")

Words = tuple[str, ...]


def find_named(
    question: Question, choices: Sequence[Choice], text: str, language: str, *, several: bool
) -> tuple[str, ...]:
    """The codes that typed words name.

    Args:
        question: What is asked.
        choices: The choices as shown, numbered from 1.
        text: What was typed, which is no number and no whole wording of a choice.
        language: The language of the labels.
        several: Whether more than one may be given ("noise, violence", "2 and 7").

    Returns:
        The codes in the order typed, without repeats; empty where a part of the text names no
        choice, or could name two.
    """
    if len(text) > LONGEST_NAMED:
        return ()
    whole = _find_one(question, choices, text, language)
    if whole:
        return (whole,)
    parts = [part for part in _PARTS.get(language, _PARTS["en"]).split(text) if part.strip()]
    if not several or len(parts) < 2:
        return ()
    codes = [_find_one(question, choices, part, language) for part in parts]
    return tuple(dict.fromkeys(codes)) if all(codes) else ()


def _find_one(question: Question, choices: Sequence[Choice], text: str, language: str) -> str:
    """The code of the one choice that a text names; empty where there is none."""
    if question.layout is Layout.ROW and (led := _LED.fullmatch(plain_digits(text).strip())):
        return _find_explained(question, choices, int(led[1]), led[2], language)
    typed = _read_words(text, language)
    number = _read_number(question, choices, text, typed, language)
    if number is not None:
        return _find_numbered(question, choices, number, language)
    if not typed or all(word.isdecimal() for word in typed):
        return ""
    labels = [(one.code, one.label[language]) for one in choices if one.label]
    meant = [(code, words) for code, words in _list_meanings(question, labels, language)]
    fits = [
        [code for code, label in labels if _read_words(label, language) == typed]
        + [code for code, words in meant if words == typed],
        [code for code, words in meant if len(typed) > 1 and words[: len(typed)] == typed],
        [code for code, label in labels if typed in _list_alternatives(label, language)],
        _find_begun(question, labels, typed, language),
    ]
    # The first way in which any choice fits decides: where two fit in that way, nothing is meant.
    codes = next((found for found in fits if found), [])
    return codes[0] if len(set(codes)) == 1 else ""


def _find_explained(
    question: Question, choices: Sequence[Choice], number: int, words: str, language: str
) -> str:
    """The point of a scale that is given with words of one's own: "3 - bit of a problem".

    None where the words are another point's, or have another number.
    """
    said = _split(words)
    if not said or not _COUNTED.get(language, {}).keys().isdisjoint(said):
        return ""
    point = _find_numbered(question, choices, number, language)
    return point if _find_one(question, choices, words, language) in {"", point} else ""


def _read_number(
    question: Question, choices: Sequence[Choice], text: str, typed: Words, language: str
) -> int | None:
    """A number in words or digits; of a scale in one row also "3/5", where 5 is its last point."""
    plain = plain_digits(text).strip()
    if plain.isdecimal():
        return int(plain) if len(plain) <= 2 else None
    if question.layout is Layout.ROW and (found := _OUT_OF.fullmatch(plain.casefold())):
        labels = (one.label[language] for one in choices if one.label)
        points = [int(digits) for label in labels if (digits := plain_digits(label)).isdecimal()]
        return int(found[1]) if points and int(found[2]) == max(points) else None
    number = _COUNTED.get(language, {}).get(" ".join(typed))
    in_labels = any(
        one.label and typed[:1] and typed[0] in _read_words(one.label[language], language)
        for one in choices
    )
    return None if in_labels else number


def _find_numbered(
    question: Question, choices: Sequence[Choice], number: int, language: str
) -> str:
    """The choice of a number: its place in a list, its label in a row."""
    if question.layout is Layout.ROW:
        labels = ((one.code, one.label[language]) for one in choices if one.label)
        return next((code for code, label in labels if plain_digits(label) == str(number)), "")
    return choices[number - 1].code if 1 <= number <= len(choices) else ""


def _list_meanings(
    question: Question, labels: Sequence[tuple[str, str]], language: str
) -> Iterator[tuple[str, Words]]:
    """What the points of a scale mean, as its hint spells them out: "5 = a very big problem"."""
    hint = question.hint[language] if question.hint else ""
    for part in re.split(r"[,;]", hint):
        if found := _MEANING.fullmatch(part):
            for code, label in labels:
                if fold(label) == fold(found[1]):
                    yield code, _read_words(found[2], language)


def _list_alternatives(label: str, language: str) -> Iterator[Words]:
    """The things that a choice stands for: "park" and "open space" of "A park or open space"."""
    articles = _ARTICLES.get(language, frozenset())
    for part in _ALTERNATIVES.get(language, _ALTERNATIVES["en"]).split(label):
        words = _split(part)
        yield _read_words(part, language)
        after = max((at + 1 for at, word in enumerate(words) if word in articles), default=0)
        if after:
            # "location" of "I will send a location".
            yield words[after:]


def _find_begun(
    question: Question, labels: Sequence[tuple[str, str]], typed: Words, language: str
) -> list[str]:
    """The choices that a text begins, where it means one of them; else none.

    "Street" begins "Street harassment" and means something else; "Police" begins one choice and is
    said in another.
    """
    split = [(code, _read_words(label, language)) for code, label in labels]
    begun = [(code, words) for code, words in split if words[: len(typed)] == typed]
    others = [words for code, words in split if (code, words) not in begun]
    if sum(map(len, typed)) < FEWEST_LETTERS or not begun:
        return []
    if question.kind is Kind.SCALE:
        # "Very" of "Very poor" leaves "Poor", so it could have been another end that is meant.
        return [code for code, words in begun if words[len(typed) :] not in others]
    if any(_holds(words, typed) for words in others):
        return []
    return [code for code, words in begun if _says_enough(words, typed, language)]


def _says_enough(label: Words, typed: Words, language: str) -> bool:
    """Whether the beginning of a choice means it: words that belong together, or nearly all."""
    following = label[len(typed) : len(typed) + 1]
    joined = not following or following[0] in _JOINERS.get(language, ())
    return len(typed) > 1 or joined or typed[-1] in _WHOLE.get(language, ())


def is_part(choices: Sequence[Choice], text: str, language: str) -> bool:
    """Whether a text is words of a choice, so that it is asked which one is meant."""
    typed = _read_words(text[:LONGEST_NAMED], language)
    labels = (_split(one.label[language]) for one in choices if one.label)
    return sum(map(len, typed)) >= FEWEST_LETTERS and any(_holds(one, typed) for one in labels)


def _holds(label: Words, typed: Words) -> bool:
    """Whether words stand in a label, one after the other."""
    starts = range(len(label) - len(typed) + 1)
    return any(label[start : start + len(typed)] == typed for start in starts)


def _read_words(text: str, language: str) -> Words:
    """The words of a text without the article that it begins with."""
    words = _split(text)
    return words[1:] if words[:1] and words[0] in _ARTICLES.get(language, ()) else words


def _split(text: str) -> Words:
    """The words of a text, for comparison: "dont" is "don't", and marks part words."""
    folded = fold(text).replace("'", "")
    return tuple(
        "".join(" " if unicodedata.category(one)[0] in "PSZ" else one for one in folded).split()
    )
