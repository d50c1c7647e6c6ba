"""Questionnaires for tests."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from surveys.loading import list_catalogue, load_catalogue, load_questionnaire
from surveys.questionnaire import Questionnaire


@lru_cache
def load_every_kind() -> Questionnaire:
    """A questionnaire with every kind of question, routing, choice filters and three parts."""
    return load_questionnaire(Path(__file__).with_name("every_kind.yaml"))


def load_all() -> dict[str, Questionnaire]:
    """That one and all of the catalogue, by name."""
    return {
        "every-kind": load_every_kind(),
        **{name: load_catalogue(name) for name in list_catalogue()},
    }
