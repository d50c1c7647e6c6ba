"""How hard a text is to read: the Flesch-Kincaid grade, computed and not looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from surveys.questionnaire import OptionKind, Questionnaire

YEARS_BEFORE_GRADE_1 = 5
"""Pupils in grade 1 of an American school are six years old, so grade 4 is read at nine."""

_WORD = re.compile(r"[a-z']+")
_END = re.compile(r"[.!?:]+(?=\s|$)")
_VOWELS = re.compile(r"[aeiouy]+")
_APART = re.compile(r"(?<!l)i[au]|io(?!n)|iet|[ey]ing|uing|(?<=[aeiouy][^aeiouy])ea$")
"""Vowels that stand together and are spoken apart."""

_SILENT_END = re.compile(r"(?:[^aeiouylr]|[aeiouy]r)e$|[^aeiouydt]ed$|[^aeiouysxzcgh]es$|[cgsz]e$")


def grade(sentences: Iterable[str]) -> float:
    """The Flesch-Kincaid grade of some texts, each of one sentence or more.

    0.39 words/sentences + 11.8 syllables/words - 15.59. Worked number: "The cat sat on the mat."
    has 6 words of one syllable: 0.39 x 6 + 11.8 - 15.59 = -1.45.

    Raises:
        ValueError: There is no word.

    Source: Kincaid, Fishburne, Rogers and Chissom (1975), Derivation of new readability formulas,
    Naval Technical Training Command, Research Branch Report 8-75.
    """
    texts = [text for text in sentences if _words(text)]
    words = [word for text in texts for word in _words(text)]
    if not words:
        raise ValueError("there is no word to read")
    ends = sum(max(1, len(_END.findall(text.strip()))) for text in texts)
    syllables = sum(map(count_syllables, words))
    return 0.39 * len(words) / ends + 11.8 * syllables / len(words) - 15.59


def count_syllables(word: str) -> int:
    """Groups of vowels, without an end that is not spoken; an estimate, right for most words."""
    word = word.lower().replace("'", "")
    groups = len(_VOWELS.findall(word)) + len(_APART.findall(word))
    return max(1, groups - bool(_SILENT_END.search(word)))


def read_sentences(questionnaire: Questionnaire, language: str = "en") -> Iterator[str]:
    """What is read as sentences: questions, hints, reasons, messages and offers; no labels."""
    for part in questionnaire.parts:
        if part.offer:
            yield part.offer[language]
    for question in questionnaire.questions:
        for text in (question.lead_in, question.text, question.hint, question.why):
            if text:
                yield text[language]
        yield from (ending.message[language] for ending in question.endings)


def read_labels(questionnaire: Questionnaire, language: str = "en") -> Iterator[tuple[str, str]]:
    """Each label of substance, with the question that it belongs to."""
    for question in questionnaire.questions:
        for option in question.options:
            if option.kind is OptionKind.SUBSTANTIVE:
                yield question.name, option.label[language]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
