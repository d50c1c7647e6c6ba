"""Checks of questions, options, areas and parts, each by itself and among its like."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Iterator

from surveys.loading.document import Document, Route
from surveys.loading.drafting import Draft
from surveys.loading.special import find_special_faults
from surveys.questionnaire import MOST_CELLS, Area, Kind, Option, OptionKind, Question

LONGEST_NAME = 24
LONGEST_CODE = 28

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_TITLE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]*")

CHOOSING = frozenset({Kind.SINGLE, Kind.SCALE, Kind.MULTIPLE, Kind.RANKING})
_LISTED = CHOOSING | {Kind.DRAW}
_COUNTED = frozenset({Kind.MULTIPLE, Kind.RANKING, Kind.DRAW})
_LEAST = {Kind.MULTIPLE: 2, Kind.RANKING: 2, Kind.SCALE: 2, Kind.SINGLE: 1, Kind.DRAW: 2}

# Columns of every frozen round, and codes that the chat words itself.
_COLUMNS = frozenset(
    {"questionnaire_version", "language", "mode", "sample", "stratum", "design_weight", "flags"}
)
_OWN_CODES = frozenset({"not_sure", "prefer_not_to_say"})


def check_items(draft: Draft) -> None:
    """Note what is wrong with the pieces of a questionnaire, apart from wording and routing."""
    _check_top(draft)
    _check_names(draft)
    for name, options in draft.scales.items():
        _check_options(draft.document, ("scales", name), options)
    for document, areas in draft.places.values():
        _check_areas(document, ("areas",), areas)
    for route, question in draft.questions:
        for code, problem, remedy in itertools.chain(
            _find_option_faults(question),
            _find_bound_faults(question),
            find_special_faults(question),
            _find_duty_faults(question),
        ):
            draft.document.refuse(f"questionnaire.{code}", route, problem, remedy)
        if question.name not in draft.shared:
            _check_options(draft.document, (*route, "options"), question.options)
        if not any(question.areas == areas for _, areas in draft.places.values()):
            _check_areas(draft.document, (*route, "areas"), question.areas)


def _check_top(draft: Draft) -> None:
    data = draft.document.data
    name = data.get("name", "")
    if not isinstance(name, str) or ("name" in data and not _TITLE.fullmatch(name)):
        problem = f"'{name}' is not a questionnaire name"
        remedy = "Use small letters, digits and hyphens, such as annual-perception."
        draft.document.refuse("questionnaire.name", ("name",), problem, remedy)
    version = data.get("version", "")
    if "version" in data and not re.fullmatch(r"[1-9][0-9]{0,5}", str(version)):
        problem = f"'{version}' is not a version"
        remedy = "Count versions from 1, in whole numbers."
        draft.document.refuse("questionnaire.version", ("version",), problem, remedy)


def _check_names(draft: Draft) -> None:
    """Names of questions become columns, so no two may give the same one."""
    columns: dict[str, str] = dict.fromkeys(_COLUMNS, "every round")
    for route, question in draft.questions:
        inside = (*route, "name")
        if not NAME.fullmatch(question.name) or len(question.name) > LONGEST_NAME:
            problem = f"'{question.name}' is not a question name"
            remedy = (
                f"Use at most {LONGEST_NAME} small letters, digits and single underscores, "
                "beginning with a letter."
            )
            draft.document.refuse("questionnaire.name", inside, problem, remedy)
        for column in _columns_of(question):
            if column in columns:
                problem = f"column '{column}' of '{question.name}' is taken by {columns[column]}"
                draft.document.refuse(
                    "questionnaire.name-taken", inside, problem, "Choose another name."
                )
                break
            columns[column] = f"question '{question.name}'"


def _columns_of(question: Question) -> tuple[str, ...]:
    if question.kind is Kind.PLACE:
        return (question.name, f"{question.name}_area", f"{question.name}_ward")
    return (question.name,)


def _check_options(document: Document, route: Route, options: tuple[Option, ...]) -> None:
    _check_codes(document, route, (option.code for option in options))
    shown: set[tuple[str, str, str]] = set()
    for index, option in enumerate(options):
        words = {(language, text, option.relevant) for language, text in option.label.items()}
        if not shown.isdisjoint(words):
            problem = "another option has the same label"
            remedy = "Word them so that they can be told apart."
            document.refuse("questionnaire.same-label", (*route, index), problem, remedy)
        shown |= words


def _check_areas(document: Document, route: Route, areas: tuple[Area, ...]) -> None:
    _check_codes(document, route, (area.code for area in areas), reserved=_OWN_CODES)
    seen: set[str] = {area.code for area in areas}
    for index, area in enumerate(areas):
        inside = (*route, index)
        if not area.wards:
            document.refuse(
                "questionnaire.no-wards", inside, "the area has no wards", "List its wards."
            )
        wards = [ward.code for ward in area.wards]
        _check_codes(document, (*inside, "wards"), wards, reserved=_OWN_CODES)
        for code in sorted(seen.intersection(wards)):
            problem = f"ward code '{code}' is used elsewhere too"
            document.refuse(
                "questionnaire.code-taken", inside, problem, "Give each place its own code."
            )
        seen.update(wards)


def _check_codes(
    document: Document, route: Route, codes: Iterable[str], reserved: frozenset[str] = frozenset()
) -> None:
    seen: set[str] = set()
    for index, code in enumerate(codes):
        inside = (*route, index)
        if not _CODE.fullmatch(code) or len(code) > LONGEST_CODE:
            remedy = (
                f"Use at most {LONGEST_CODE} letters, digits and underscores, "
                "beginning with a letter or digit."
            )
            document.refuse("questionnaire.code", inside, f"'{code}' is not a code", remedy)
        if code in seen:
            problem = f"code '{code}' is given twice"
            document.refuse("questionnaire.code-taken", inside, problem, "Choose another code.")
        if code in reserved:
            problem = f"code '{code}' is one that the chat offers by itself"
            document.refuse("questionnaire.reserved-code", inside, problem, "Remove it.")
        seen.add(code)


_Found = Iterator[tuple[str, str, str]]
"""Code, problem and remedy of each fault."""


def _find_option_faults(question: Question) -> _Found:
    kind = question.kind
    substantive = [o for o in question.options if o.kind is OptionKind.SUBSTANTIVE]
    if kind not in _LISTED and question.options:
        yield "options", f"kind {kind} takes no options", "Remove them or choose another kind."
    if kind in _LISTED and len(question.options) < 2:
        yield "options", f"kind {kind} needs two options or more", "List them."
    elif len(substantive) < _LEAST.get(kind, 0):
        yield "options", f"kind {kind} has too few substantive options", f"Give {_LEAST[kind]}."
    if kind is not Kind.PLACE and question.areas:
        yield "areas", f"kind {kind} takes no areas", "Remove them or make it kind place."
    if kind is Kind.PLACE and not question.areas:
        yield "areas", "a place needs areas", "Add 'areas' or 'areas_from'."
    if kind is not Kind.MULTIPLE and any(option.exclusive for option in question.options):
        remedy = "Remove 'exclusive': only one option can be chosen, or they are ranked."
        yield "exclusive", f"exclusive options have no meaning in kind {kind}", remedy


def _find_bound_faults(question: Question) -> _Found:
    bounds = [bound for bound in (question.minimum, question.maximum) if bound is not None]
    kind = question.kind
    if not bounds:
        return
    if kind not in _COUNTED | {Kind.NUMBER, Kind.TEXT, Kind.LOCATION}:
        yield "bounds", f"kind {kind} takes no minimum or maximum", "Remove it."
        return
    if not all(math.isfinite(bound) for bound in bounds) or bounds != sorted(bounds):
        yield "bounds", "the minimum is above the maximum, or not a number", "Correct them."
        return
    if kind is Kind.NUMBER:
        return
    if any(bound < 1 or not float(bound).is_integer() for bound in bounds):
        yield "bounds", f"the bounds of kind {kind} are not counts", "Use whole numbers from 1."
    if kind is Kind.TEXT and question.minimum is not None:
        yield "bounds", "a text has no minimum", "Use 'maximum' for its longest length."
    if kind is Kind.LOCATION and (question.minimum is not None or bounds[-1] > MOST_CELLS):
        remedy = f"Give no minimum and at most {MOST_CELLS} as the maximum."
        yield "bounds", f"a location takes at most {MOST_CELLS} squares", remedy
    substantive = sum(option.kind is OptionKind.SUBSTANTIVE for option in question.options)
    if kind in _COUNTED and bounds[-1] > substantive:
        remedy = f"Ask for at most {substantive}."
        yield "bounds", "the bounds ask for more options than there are", remedy


def _find_duty_faults(question: Question) -> _Found:
    """What is owed to the respondent: that personal questions can be refused, and say why."""
    refusals = [o for o in question.options if o.kind is OptionKind.PREFER_NOT_TO_SAY]
    if (
        question.personal
        and question.kind in CHOOSING
        and not any(not o.relevant for o in refusals)
    ):
        remedy = "Add an option of kind prefer_not_to_say that is always offered."
        yield "no-refusal", "a personal question cannot be refused", remedy
    if question.personal and question.why is None:
        yield "no-reason", "a personal question does not say why it is asked", "Add 'why'."
    if question.sensitive and not question.personal:
        remedy = "Add 'personal: true', so that it can be refused."
        yield "sensitive", "a sensitive question is not marked personal", remedy
    if question.required and (question.personal or refusals):
        remedy = "Remove 'required', or the refusal with 'personal'."
        yield "required", "a required question offers prefer not to say", remedy
