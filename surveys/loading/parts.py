"""Checks of parts: named, not empty, in order, each but the first with its offer."""

from __future__ import annotations

from collections.abc import Iterator

from surveys.loading.document import suggest
from surveys.loading.drafting import Draft
from surveys.loading.items import LONGEST_NAME, NAME
from surveys.questionnaire import Part


def check_parts(draft: Draft) -> None:
    """Note what is wrong with the parts of a questionnaire and the order of its questions."""
    order = [part.name for _, part in draft.parts]
    asked = {question.part for _, question in draft.questions}
    for index, (route, part) in enumerate(draft.parts):
        faults = [*_find_name_faults(part, order[:index], asked), *_find_offer_faults(part, index)]
        for code, problem, remedy in faults:
            draft.document.refuse(f"questionnaire.{code}", route, problem, remedy)
    # With a part that could not be read, what its questions name cannot be judged.
    if order and len(order) == len(draft.document.data["parts"]):
        _check_order(draft, order)


def _find_name_faults(
    part: Part, before: list[str], asked: set[str]
) -> Iterator[tuple[str, str, str]]:
    name = part.name
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        yield "name", f"'{name}' is not a part name", "Use small letters, digits and underscores."
    if name in before:
        yield "name-taken", f"part '{name}' is given twice", "Choose another name."
    elif name not in asked:
        yield "empty-part", f"part '{name}' has no questions", "Add questions or remove it."


def _find_offer_faults(part: Part, index: int) -> Iterator[tuple[str, str, str]]:
    if index == 0 and part.offer is not None:
        remedy = "Remove it: the first part begins with the agreement to take part."
        yield "offer", "the first part has an offer", remedy
    if index > 0 and part.offer is None:
        remedy = "Add the words that offer it once the part before is saved."
        yield "offer", "the part has no offer", remedy


def _check_order(draft: Draft, order: list[str]) -> None:
    furthest = 0
    for route, question in draft.questions:
        if question.part not in order:
            problem = f"part '{question.part}' is not defined"
            remedy = suggest(question.part, order, "Define it under 'parts'.")
            draft.document.refuse("questionnaire.unknown-part", route, problem, remedy)
            continue
        position = order.index(question.part)
        if position < furthest:
            problem = f"a question of part '{question.part}' comes after a later part"
            remedy = "Keep the questions of a part together, in the order of the parts."
            draft.document.refuse("questionnaire.part-order", route, problem, remedy)
        furthest = max(furthest, position)
