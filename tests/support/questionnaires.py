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


@lru_cache
def load_apart() -> Questionnaire:
    """A questionnaire with what only a consultation has: draws, rows, texts, places."""
    return load_questionnaire(Path(__file__).with_name("apart.yaml"))


@lru_cache
def load_consultation() -> Questionnaire:
    """A small consultation: a draw, rows of digits, a choice of three, a comment, places."""
    return load_questionnaire(Path(__file__).with_name("consultation.yaml"))


def load_all() -> dict[str, Questionnaire]:
    """Those three and all of the catalogue, by name."""
    return {
        "every-kind": load_every_kind(),
        "apart": load_apart(),
        "consultation": load_consultation(),
        **{name: load_catalogue(name) for name in list_catalogue()},
    }
