"""A questionnaire as plain text: wording, options, routing and sources, for people to read."""

from __future__ import annotations

from collections.abc import Iterator

from surveys.grid import SIDE
from surveys.questionnaire import (
    LONGEST_TEXT,
    MOST_CELLS,
    Kept,
    Kind,
    Layout,
    Option,
    OptionKind,
    Question,
    Questionnaire,
)


def render_outline(questionnaire: Questionnaire, language: str | None = None) -> str:
    """The whole questionnaire in one language, its first where none is named."""
    language = language or questionnaire.languages[0]
    languages = ", ".join(questionnaire.languages)
    lines = [
        questionnaire.title[language],
        f"{questionnaire.name} version {questionnaire.version}, languages: {languages}",
        f"hash: {questionnaire.hash}",
    ]
    if questionnaire.about:
        lines.append(f"asks {questionnaire.about[language]}")
    if questionnaire.youngest:
        lines.append(f"for people aged {questionnaire.youngest} or over, as its first screen says")
    for part in questionnaire.parts:
        lines += ["", f"== Part {part.name}: {part.title[language]}"]
        if part.offer:
            lines.append(f"   offered with: {part.offer[language]}")
        for question in questionnaire.questions:
            if question.part == part.name:
                lines += ["", *_outline_question(question, language)]
    return "\n".join(lines)


def _outline_question(question: Question, language: str) -> Iterator[str]:
    marks = [name for name in ("required", "personal", "sensitive") if getattr(question, name)]
    yield f"{question.name} ({', '.join([question.kind.value, *marks])})"
    yield from (f"   {line}" for line in _outline_rules(question))
    if question.relevant:
        yield f"   asked if: {question.relevant}"
    if question.lead_in:
        yield f"   {question.lead_in[language]}"
    yield f"   {question.text[language]}"
    for text in (question.hint, question.why):
        if text:
            yield f"   {text[language]}"
    for option in question.options:
        yield _outline_option(option, language)
    for area in question.areas:
        wards = ", ".join(ward.label[language] for ward in area.wards)
        yield f"   - {area.code}: {area.label[language]} ({wards})"
    for ending in question.endings:
        yield f"   ends the interview if: {ending.when}"
    if question.source:
        yield f"   source: {question.source}"
    if question.note:
        yield f"   note: {question.note}"


def _outline_rules(question: Question) -> Iterator[str]:
    """What is not to be seen in the wording: how it is answered, drawn or kept."""
    most = None if question.maximum is None else f"{question.maximum:g}"
    match question.kind:
        case Kind.DRAW:
            yield f"never asked: {most} of {len(question.options)} are drawn at random for each"
        case Kind.TEXT:
            yield f"typed, at most {most or LONGEST_TEXT} characters, redacted and confirmed"
        case Kind.LOCATION:
            squares = f"{len(question.cells)} squares of {SIDE} m"
            yield f"sent as a location, at most {most or MOST_CELLS} of {squares}"
        case Kind.MULTIPLE | Kind.RANKING if most:
            yield f"at most {most}"
        case _:
            pass
    if question.layout is Layout.ROW:
        yield "options side by side"
    if question.file is not Kept.ANSWERS:
        yield f"kept with the {question.file}, apart from the answers"


def _outline_option(option: Option, language: str) -> str:
    kind = "" if option.kind is OptionKind.SUBSTANTIVE else f" [{option.kind}]"
    condition = f" if {option.relevant}" if option.relevant else ""
    return f"   - {option.code}: {option.label[language]}{kind}{condition}"
