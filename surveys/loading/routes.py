"""Checks of routing: what expressions refer to, and whether everything can be reached."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from contextlib import suppress

from surveys.expressions import (
    Expression,
    ExpressionError,
    compared_codes,
    equated_questions,
    evaluate,
    parse,
)
from surveys.loading.document import Route, suggest
from surveys.loading.drafting import Draft
from surveys.questionnaire import ANSWERED, UNREAD, Kept, Kind, Question

MOST_COMBINATIONS = 20_000
"""Combinations of earlier answers that are tried; beyond, a condition counts as reachable."""

_SEVERAL = frozenset({Kind.MULTIPLE, Kind.RANKING, Kind.PLACE, Kind.DRAW})
"""Kinds whose answer can hold more than one code."""

Answers = tuple[tuple[str, ...], ...]
"""The ways in which a question can be answered, as codes; the empty tuple is no answer."""


def check_routes(draft: Draft) -> None:
    """Note what is wrong with the conditions of questions, options and endings."""
    ways: dict[str, Answers | None] = dict.fromkeys(draft.names)
    endings: set[str] = set()
    for route, question in draft.questions:
        sound = [
            _check_condition(draft, inside, text, question, own=own)
            for inside, text, own in _conditions(route, question)
        ]
        for index, ending in enumerate(question.endings):
            if ending.name in endings:
                problem = f"ending '{ending.name}' is given twice"
                draft.document.refuse(
                    "questionnaire.name-taken",
                    (*route, "endings", index),
                    problem,
                    "Choose another name.",
                )
            endings.add(ending.name)
        if all(sound):
            ways[question.name] = _check_reach(draft, route, question, ways)
    _check_kept(draft)
    _check_drawn(draft)


def _check_kept(draft: Draft) -> None:
    """Refuse a question kept beside comments where nobody can comment: it would be lost."""
    if any(question.kind is Kind.TEXT for _, question in draft.questions):
        return
    for route, question in draft.questions:
        if question.file is Kept.COMMENTS:
            problem = "it is kept with comments, and no question asks for one"
            remedy = "Add a question of kind text, or remove 'kept'."
            draft.document.refuse("questionnaire.kept", (*route, "kept"), problem, remedy)


def _check_drawn(draft: Draft) -> None:
    """Refuse to draw what nothing depends on: whoever drew it would be asked less than others."""
    used: set[tuple[str, str]] = set()
    for route, question in draft.questions:
        for _, text, _ in _conditions(route, question):
            with suppress(ExpressionError):
                used |= compared_codes(parse(text))
    for route, question in draft.questions:
        for index, option in enumerate(question.options if question.kind is Kind.DRAW else ()):
            if (question.name, option.code) not in used:
                remedy = f"Ask something if selected(${{{question.name}}}, '{option.code}')."
                draft.document.refuse(
                    "questionnaire.draw",
                    (*route, "options", index),
                    "nothing is asked of those who draw it",
                    remedy,
                )


def _conditions(route: Route, question: Question) -> Iterator[tuple[Route, str, bool]]:
    """Every condition of a question: where, its text, whether it is over the question itself."""
    if question.relevant:
        yield (*route, "relevant"), question.relevant, False
    for index, option in enumerate(question.options):
        if option.relevant:
            yield (*route, "options", index, "relevant"), option.relevant, False
    for index, ending in enumerate(question.endings):
        yield (*route, "endings", index, "when"), ending.when, True


def _check_condition(
    draft: Draft, route: Route, text: str, question: Question, *, own: bool
) -> bool:
    """Whether a condition can be read and refers to what it may; faults are noted."""
    try:
        expression = parse(text)
    except ExpressionError as error:
        fault = error.fault
        problem = f"{fault.problem} ({fault.place} of the condition)"
        draft.document.refuse("questionnaire.condition", route, problem, fault.remedy)
        return False
    faults = [
        *_find_reference_faults(draft, expression, question.name, own=own),
        *_find_code_faults(draft, expression),
    ]
    for code, problem, remedy in faults:
        draft.document.refuse(f"questionnaire.{code}", route, problem, remedy)
    return not faults


def _find_reference_faults(
    draft: Draft, expression: Expression, asking: str, *, own: bool
) -> Iterator[tuple[str, str, str]]:
    at = draft.names.index(asking)
    before = draft.names[: at + 1] if own else draft.names[:at]
    for name in sorted(expression.references):
        if name not in draft.names:
            remedy = suggest(name, before, "Name a question that comes earlier.")
            yield "unknown-question", f"question '{name}' does not exist", remedy
        elif name == asking and not own:
            remedy = "A condition can only look at questions that come earlier."
            yield "own-answer", "the condition looks at the question's own answer", remedy
        elif name not in before:
            remedy = "Move that question before this one."
            yield "later-question", f"question '{name}' comes later", remedy
    if own and asking not in expression.references:
        remedy = f"Let its condition look at ${{{asking}}}."
        yield "ending", "the ending does not depend on the question's answer", remedy


def _find_code_faults(draft: Draft, expression: Expression) -> Iterator[tuple[str, str, str]]:
    questions = {question.name: question for _, question in draft.questions}
    for name, code in sorted(compared_codes(expression)):
        if name in questions and questions[name].kind in UNREAD and code not in {"", ANSWERED}:
            remedy = f"A condition can only ask whether there is an answer: ${{{name}}} != ''."
            yield "unread", f"the condition looks at what '{name}' says", remedy
            continue
        known = _known_codes(questions[name]) if name in questions else None
        if code and known is not None and code not in known:
            remedy = suggest(code, known, f"Its codes are {', '.join(known)}.")
            yield "unknown-option", f"question '{name}' has no option '{code}'", remedy
    for name in sorted(equated_questions(expression)):
        if name in questions and questions[name].kind in _SEVERAL:
            remedy = f"Use selected(${{{name}}}, 'code')."
            yield "use-selected", f"'{name}' can hold several codes and is compared as one", remedy


def _known_codes(question: Question) -> tuple[str, ...] | None:
    """The codes an answer can hold; None where they cannot be listed."""
    if question.kind is Kind.PLACE:
        return (*question.area_by_code, *question.ward_by_code, "not_sure")
    if question.kind is Kind.ACKNOWLEDGE:
        return ("yes",)
    return tuple(question.option_by_code) or None


def _check_reach(
    draft: Draft, route: Route, question: Question, ways: Mapping[str, Answers | None]
) -> Answers | None:
    """Refuse a question, option or ending that no answers lead to.

    Args:
        draft: The questionnaire.
        route: Where the question is.
        question: The question, whose conditions are sound.
        ways: How each earlier question can be answered; None where that cannot be listed.

    Returns:
        How this question can be answered without ending the interview.
    """
    asked = [parse(question.relevant)] if question.relevant else []
    if not _can_hold(asked, ways):
        _refuse_never(draft, route, "the question can never be asked")
        return None
    offered = []
    for index, option in enumerate(question.options):
        if not option.relevant or _can_hold([*asked, parse(option.relevant)], ways):
            offered.append(option.code)
        else:
            _refuse_never(draft, (*route, "options", index), "the option can never be shown")
    answers = _list_answers(question, offered)
    for index, ending in enumerate(question.endings):
        if not _can_hold([*asked, parse(ending.when)], {**ways, question.name: answers}):
            _refuse_never(draft, (*route, "endings", index), "no answer leads to the ending")
    if answers is None:
        return None
    return tuple(given for given in answers if not _ends(question, given))


def _refuse_never(draft: Draft, route: Route, problem: str) -> None:
    remedy = "Correct its condition or remove it."
    draft.document.refuse("questionnaire.never", route, problem, remedy)


def _list_answers(question: Question, offered: list[str]) -> Answers | None:
    match question.kind:
        case Kind.SINGLE | Kind.SCALE:
            return ((), *((code,) for code in offered))
        case Kind.ACKNOWLEDGE:
            return ((), ("yes",))
        case Kind.NOTE:
            return ((),)
        case Kind.PLACE:
            wards = ((area.code, ward.code) for area in question.areas for ward in area.wards)
            return ((), ("not_sure",), *((area.code,) for area in question.areas), *wards)
        case Kind.TEXT | Kind.LOCATION:
            return ((), (ANSWERED,))
        case Kind.DRAW if question.maximum is not None:
            count = min(int(question.maximum), len(offered))
            if math.comb(len(offered), count) <= MOST_COMBINATIONS:
                return tuple(itertools.combinations(offered, count))
            return None
        case _:
            return None


def _can_hold(conditions: list[Expression], ways: Mapping[str, Answers | None]) -> bool:
    """Whether some answers make all conditions hold; true where not all can be tried."""
    names = sorted(frozenset().union(*(condition.references for condition in conditions)))
    lists = [ways.get(name) for name in names]
    listed = [answers for answers in lists if answers is not None]
    if len(listed) < len(lists) or math.prod(map(len, listed)) > MOST_COMBINATIONS:
        return True
    return any(
        all(evaluate(condition, dict(zip(names, given, strict=True))) for condition in conditions)
        for given in itertools.product(*listed)
    )


def _ends(question: Question, given: tuple[str, ...]) -> bool:
    """Whether an answer ends the interview whatever was answered before."""
    codes = {question.name: given}
    return any(
        parse(ending.when).references == {question.name} and evaluate(parse(ending.when), codes)
        for ending in question.endings
    )
