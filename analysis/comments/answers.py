"""Questions that the comment answers itself, said plainly before it is read.

"Is it safe? No." is "it is not safe", and "Safe? You must be joking" is "not safe". What is asked
and not answered stays a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.comments.codebook import Markers
from analysis.comments.words import Words, words_of

_QUESTION = re.compile(r"\?+")
_STOP = re.compile(r"[.!;:\n\r]")
_ANSWER_END = re.compile(r"[.!?;:,\n\r\u2026\u2013\u2014]|\s-\s")
_ASKED = re.compile(
    r"(?P<verb>is|are|am|was|were|do|does|did|can|could|will|would|has|have|should)\s+"
    r"(?P<who>(?:(?:the|my|our|your|these|any)\s+)?\w+)\b(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NO_ONE = frozenset([("no", "one"), ("nobody",), ("not", "me"), ("no", "one", "i", "know")])
_NOBODY = {"anyone": "nobody", "anybody": "nobody", "anything": "nothing"}
_OPEN = frozenset(["what", "why", "who", "where", "when", "how", "which", "whose", "not", "or"])
"""A question with one of these words is not answered by yes or no, or turns the answer round."""
_NO = frozenset(["no", "nope", "nah"])
_WHO = frozenset(["i", "it", "we", "they", "there", "he", "she", "not", "never"])
LONGEST = 12
"""A question of more words than this is left as it stands."""
SHORT = 4
"""An answer that begins with "not" has this many words at most: "not in the park"."""


class Answers:
    """The answers that a codebook knows, made ready to be met."""

    def __init__(self, markers: Markers) -> None:
        self._no = frozenset(words_of(one) for one in markers.answers_no)
        self._yes = frozenset(words_of(one) for one in markers.answers_yes)

    def say_plainly(self, text: str) -> str:
        """The comment with each question that it answers in place of what that says."""
        if "?" not in text:
            return text
        return "".join(self._parts(text))

    def _parts(self, text: str) -> Iterator[str]:
        at = begins = 0
        for mark in _QUESTION.finditer(text):
            if mark.start() < at:
                continue
            stops = _STOP.finditer(text, max(begins, at), mark.start())
            start = max((stop.end() for stop in stops), default=max(begins, at))
            begins = mark.end()
            ending = _ANSWER_END.search(text, mark.end())
            end = ending.start() if ending else len(text)
            said = self._say(text[start : mark.start()], text[mark.end() : end])
            if said is not None:
                yield text[at:start]
                yield f" {said}. "
                at = end
        yield text[at:]

    def _say(self, question: str, answer: str) -> str | None:
        """What is said by both; None where the answer is no answer to it."""
        asked, words = words_of(question), words_of(answer)
        if asked[:1] == ("who",) and words in _NO_ONE:
            return f"nobody {' '.join(asked[1:])}"
        if not asked or len(asked) > LONGEST or _OPEN.intersection(asked):
            return None
        if words in self._no:
            return _say_no(question)
        if _is_no_clause(words):
            return f"{_say_no(question)}. {answer}"
        return _say_yes(question) if words in self._yes else None


def _is_no_clause(words: Words) -> bool:
    """Whether it is "no it is not" or "not at night": no to the question, and more is said."""
    if words[:1] == ("not",):
        return len(words) <= SHORT
    return len(words) > 1 and words[0] in _NO and words[1] in _WHO


def _say_no(question: str) -> str:
    bare = question.strip()
    asked = _ASKED.fullmatch(bare)
    if asked is None:
        return f"not {bare}"
    nobody = _NOBODY.get(asked["who"].casefold())
    if nobody is not None:
        return f"{nobody} {asked['verb']}{asked['rest']}"
    return f"{asked['who']} {asked['verb']} not{asked['rest']}"


def _say_yes(question: str) -> str:
    asked = _ASKED.fullmatch(question.strip())
    return f"{asked['who']} {asked['verb']}{asked['rest']}" if asked else question
