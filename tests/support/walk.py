"""A questionnaire with every kind of question that has columns of its own, and a response to it."""

from __future__ import annotations

from typing import Any

from surveys.answers import Slot
from surveys.questionnaire import Questionnaire
from surveys.store.response import FrozenResponse


def option(code: str, kind: str = "substantive") -> dict[str, object]:
    return {"code": code, "label": {"en": code.capitalize()}, "kind": kind}


def question(name: str, kind: str, **fields: object) -> dict[str, object]:
    return {"name": name, "kind": kind, "text": {"en": f"{name}?"}, **fields}


QUESTIONNAIRE = Questionnaire.model_validate(
    {
        "name": "walk",
        "version": 3,
        "languages": ["en"],
        "title": {"en": "Walking"},
        "parts": [{"name": "main", "title": {"en": "Main"}}],
        "questions": [
            question("hello", "note"),
            question("understood", "acknowledge"),
            question(
                "safe",
                "scale",
                lead_in={"en": "After dark."},
                options=[
                    option("yes"),
                    option("no"),
                    option("few", "outside"),
                    option("unknown", "dont_know"),
                ],
            ),
            question(
                "where",
                "multiple",
                options=[option("park"), option("bus"), option("refuse", "prefer_not_to_say")],
            ),
            question(
                "first", "ranking", maximum=2, options=[option("a"), option("b"), option("c")]
            ),
            question("times", "number", sensitive=True),
            question(
                "home",
                "place",
                areas=[
                    {"code": "north", "label": {"en": "North"}, "wards": [option("W1")]},
                    {"code": "south", "label": {"en": "South"}, "wards": [option("W2")]},
                ],
            ),
            question("more", "text"),
        ],
    }
)


def response(slots: dict[str, Slot], **fields: Any) -> FrozenResponse:
    """One person's answers, given openly in chat."""
    return FrozenResponse(language="en", mode="chat", sample="open", slots=slots, **fields)
