"""Which texts of a questionnaire are not there in a language that people are to be asked in.

Files are refused where a language of theirs lacks a text (see `surveys.loading.wording`); this also
tells what is lacking in a language that the questionnaire does not have yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from surveys.loading.shape import TEXTS
from surveys.questionnaire import Questionnaire


def find_untranslated(questionnaire: Questionnaire, language: str) -> tuple[str, ...]:
    """Where a questionnaire has no text in a language, in words such as ``question age, text``."""
    content = questionnaire.model_dump(mode="json")
    return tuple(_walk(content, language, ()))


def _walk(value: Any, language: str, above: tuple[str, ...]) -> Iterator[str]:
    """The texts below a value that lack a language, each with the things on the way to it."""
    if isinstance(value, list):
        for inner in value:
            yield from _walk(inner, language, above)
    elif isinstance(value, dict):
        own = str(value.get("name") or value.get("code") or "")
        here = (*above, own) if own else above
        for field, inner in value.items():
            if field not in TEXTS or inner is None:
                yield from _walk(inner, language, here)
            elif not inner.get(language, "").strip():
                yield " ".join((*here[1:], field))
