"""The chat's own words, in Fluent files of each language.

A wording is found by its key; variables are filled in by name. English is complete; a language
without a key falls back to it. Wordings of questions are in the questionnaires, not here.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from fluent.runtime import FluentBundle, FluentResource

FALLBACK = "en"

NAMES = {"en": "English"}
"""Languages of the chat, each by its own name and in its own script."""

Variable = str | int

LONGEST_VALUE = 2000
"""Characters of a value that Fluent may fill in; it refuses values of more than 2,500."""


class Wording:
    """The wordings of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._bundle = FluentBundle([language, FALLBACK], use_isolating=False)
        for name in dict.fromkeys((language, FALLBACK)):
            for source in _read_sources(name):
                self._bundle.add_resource(FluentResource(source))
        self._fixed: dict[str, str] = {}

    def __call__(self, key: str, **variables: Variable) -> str:
        """The wording of a key with its variables filled in.

        Raises:
            KeyError: When there is no such wording, or a variable is missing.
        """
        if not variables:
            fixed = self._fixed.get(key)
            if fixed is None:
                fixed = self._fixed[key] = self._format(key, {})
            return fixed
        return self._format(key, variables)

    def words(self, key: str) -> frozenset[str]:
        """The words of a list such as ``words-back``, folded for comparison."""
        return frozenset(word.strip().casefold() for word in self(key).split("|"))

    def _format(self, key: str, variables: dict[str, Variable]) -> str:
        pattern = self._bundle.get_message(key).value
        if pattern is None:
            raise KeyError(key)
        # Lists and letters can be longer than what Fluent fills in; they are put in afterwards.
        long = {name: f"\x00{name}\x00" for name, value in variables.items() if _is_long(value)}
        text, errors = self._bundle.format_pattern(pattern, {**variables, **long})
        if errors:
            raise KeyError(f"{key}: {errors[0]}")
        text = str(text)
        for name, stand_in in long.items():
            text = text.replace(stand_in, str(variables[name]))
        return text


def _is_long(value: Variable) -> bool:
    return isinstance(value, str) and len(value) > LONGEST_VALUE


def _read_sources(language: str) -> list[str]:
    """The Fluent files of a language: `en.ftl` for residents, `en-staff.ftl` and so on."""
    names = sorted(
        file.name
        for file in files("bot.wording").iterdir()
        if file.name == f"{language}.ftl"
        or (file.name.startswith(f"{language}-") and file.name.endswith(".ftl"))
    )
    return [files("bot.wording").joinpath(name).read_text(encoding="utf-8") for name in names]


@lru_cache(maxsize=32)
def load_wording(language: str) -> Wording:
    """The wordings of a language; those of English where there are none."""
    return Wording(language if language in NAMES else FALLBACK)
