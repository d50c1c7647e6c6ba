"""Checks of what respondents read: every language there, nothing blank, nothing too long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from surveys.loading.document import Document, Route, suggest
from surveys.loading.drafting import Draft
from surveys.loading.shape import TEXTS
from surveys.questionnaire import Question

LONGEST_LABEL = 60
LONGEST_SHORT = 40
LONGEST_WHY = 200
LONGEST_ABOUT = 100
LONGEST_MESSAGE = 1_000

_LIMITS = {
    "label": LONGEST_LABEL,
    "short": LONGEST_SHORT,
    "why": LONGEST_WHY,
    "about": LONGEST_ABOUT,
}
_ONE_LINE = frozenset({"label", "short", "why", "title", "about"})
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})?")


def check_wording(draft: Draft) -> None:
    """Note what is wrong with the languages and the texts of a questionnaire."""
    _check_languages(draft)
    documents = [draft.document, *(document for document, _ in draft.places.values())]
    for document in documents:
        for route, text in _find_texts(document.data, ()):
            _check_text(document, route, text, draft.languages)
    for route, question in draft.questions:
        _check_rendered(draft, route, question)


def _check_languages(draft: Draft) -> None:
    for index, language in enumerate(draft.languages):
        route = ("languages", index)
        if not _LANGUAGE.fullmatch(language):
            problem = f"'{language}' is not a language code"
            remedy = "Use a code such as en, bn or so."
            draft.document.refuse("questionnaire.languages", route, problem, remedy)
        if language in draft.languages[:index]:
            problem = f"language '{language}' is given twice"
            draft.document.refuse("questionnaire.languages", route, problem, "Keep one of them.")


def _find_texts(data: Any, route: Route) -> Iterator[tuple[Route, Mapping[Any, Any]]]:
    """Every text that was written out by language; other shapes were refused before."""
    if isinstance(data, list):
        for index, item in enumerate(data):
            yield from _find_texts(item, (*route, index))
    elif isinstance(data, dict):
        for name, value in data.items():
            if name in TEXTS and isinstance(value, dict):
                yield (*route, name), value
            else:
                yield from _find_texts(value, (*route, name))


def _check_text(
    document: Document, route: Route, text: Mapping[Any, Any], languages: tuple[str, ...]
) -> None:
    missing = [language for language in languages if language not in text]
    if missing:
        problem = f"the text is missing in {', '.join(missing)}"
        remedy = "Give it in every language of the questionnaire."
        document.refuse("questionnaire.missing-language", route, problem, remedy)
    for language, words in text.items():
        inside = (*route, language)
        if languages and language not in languages:
            problem = f"language '{language}' is not one of this questionnaire"
            remedy = suggest(language, languages, "Add it to 'languages' or remove the text.")
            document.refuse("questionnaire.unknown-language", inside, problem, remedy)
        if isinstance(words, str):
            _check_words(document, inside, str(route[-1]), words)


def _check_words(document: Document, route: Route, name: str, words: str) -> None:
    if not words.strip():
        document.refuse("questionnaire.blank-text", route, "the text is empty", "Write it.")
    limit = _LIMITS.get(name, LONGEST_MESSAGE)
    if len(words) > limit:
        problem = f"the {name} has {len(words)} characters"
        remedy = f"Shorten it to {limit}, so that it can be read on a phone."
        document.refuse("questionnaire.too-long", route, problem, remedy)
    if name in _ONE_LINE and "\n" in words.strip():
        problem = f"the {name} runs over several lines"
        document.refuse("questionnaire.several-lines", route, problem, "Write it in one line.")


def _check_rendered(draft: Draft, route: Route, question: Question) -> None:
    """A question is one message: what is said before and after its text counts too."""
    pieces = [question.lead_in, question.text, question.hint, question.why]
    for language in draft.languages:
        words = "\n".join(piece.get(language, "") for piece in pieces if piece)
        if len(words) > LONGEST_MESSAGE and len(question.text.get(language, "")) <= LONGEST_MESSAGE:
            problem = f"the question as shown in {language} has {len(words)} characters"
            remedy = f"Shorten its lead-in, text, hint and reason to {LONGEST_MESSAGE} in all."
            draft.document.refuse("questionnaire.too-long", route, problem, remedy)
