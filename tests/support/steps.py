"""Interviews walked by a list of steps, for tests."""

from __future__ import annotations

from datetime import UTC, datetime

from surveys.interview import Action, EventKind, Input, Interview, begin, step
from surveys.questionnaire import Questionnaire

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
Step = tuple[str, str] | str
"""An action, with its value where it has one."""


def start(questionnaire: Questionnaire, *steps: Step, seed: str = "abcd") -> Interview:
    """An interview after some steps."""
    interview, _ = begin(questionnaire, tag="abcd", seed=seed, language="en", now=NOW)
    for one in steps:
        interview, _ = do(questionnaire, interview, one)
    return interview


def do(
    questionnaire: Questionnaire, interview: Interview, one: Step
) -> tuple[Interview, list[tuple[EventKind, tuple[str, ...]]]]:
    """The interview after one more step, and what came of it: kinds of events with their names."""
    action, value = (one, "") if isinstance(one, str) else one
    interview, events = step(questionnaire, interview, Input(Action(action), value), NOW)
    return interview, [(event.kind, event.names) for event in events]


def choose(code: str) -> Step:
    """Tap a choice."""
    return "choose", code


def say(text: str) -> Step:
    """Type."""
    return "type", text


def send(cell: str) -> Step:
    """Send a location."""
    return "locate", cell
