"""The words of an interview's own screens: the question asked, and the review card."""

from __future__ import annotations

from bot.keyboards import find_given, needs_list, title_of, word_choices
from bot.wording import Wording
from surveys.answers import Answer, Answered, Missing, NonResponse, Outside
from surveys.interview import Interview, find_choices
from surveys.interview.choices import NOT_SURE
from surveys.interview.locating import most_cells
from surveys.questionnaire import Kind, Question, Questionnaire
from surveys.redaction.finds import TOKEN
from surveys.routing import count_questions, find_path

LONGEST_ON_CARD = 60
"""Characters of a text on the review card; the whole of it stands at its question."""


def question_text(questionnaire: Questionnaire, interview: Interview, wording: Wording) -> str:
    """The current question with its place, instruction and why it is asked."""
    question = questionnaire.by_name[interview.current]
    language = interview.language
    lines: list[str] = []
    if question.kind is not Kind.NOTE:
        number, total = count_questions(
            questionnaire, interview.answers, question.part, question.name
        )
        lines.append(wording("progress", number=number, total=total))
    lead_in = [question.lead_in[language]] if question.lead_in else []
    lines.append("\n".join([*lead_in, question.text[language]]))
    if question.hint and not (question.kind is Kind.PLACE and interview.picked):
        lines.append(question.hint[language])
    lines.extend(_instruction(question, interview, wording))
    choices = find_choices(questionnaire, interview)
    labels = word_choices(choices, language, wording)
    if question.kind is Kind.LOCATION:
        lines.extend(["\n".join(labels)] if labels else [])
    elif needs_list(labels):
        numbered = (f"{number}. {label}" for number, label in enumerate(labels, start=1))
        lines.append("\n".join(numbered))
    if question.why:
        lines.append(question.why[language])
    return "\n\n".join(lines)


def _instruction(question: Question, interview: Interview, wording: Wording) -> list[str]:
    """What to do, and how far it is done."""
    given = find_given(interview)
    match question.kind:
        case Kind.PLACE if interview.picked:
            return [wording("choose-ward")]
        case Kind.MULTIPLE if question.hint and (not given or question.maximum is None):
            # How many can be chosen is said already.
            return [wording("then-done")]
        case Kind.MULTIPLE if question.maximum is not None:
            most = int(question.maximum)
            return [wording("choose-up-to", chosen=len(given), most=most)]
        case Kind.MULTIPLE:
            return [wording("choose-several")]
        case Kind.RANKING:
            return [wording("choose-in-order")]
        case Kind.NUMBER:
            return [wording("type-number")]
        case Kind.TEXT if given:
            return _show_text(given[0], wording)
        case Kind.TEXT:
            return [wording("type-text"), wording("type-text-safely")]
        case Kind.LOCATION:
            most = most_cells(question)
            key = "send-another" if len(given) < most else "places-full"
            return [wording(key if given else "send-location", given=len(given), most=most)]
        case _:
            return []


def _show_text(text: str, wording: Wording) -> list[str]:
    """A text as it will be kept, and what was taken out of it."""
    kinds = dict.fromkeys(token.strip("[]") for token in TOKEN.findall(text))
    lines = [wording("text-kept", text=text)]
    if kinds:
        named = ", ".join(wording(f"taken-out-{kind}") for kind in kinds)
        lines.append(wording("text-taken-out", kinds=named))
    return [*lines, wording("text-confirm")]


def find_reviewed(questionnaire: Questionnaire, interview: Interview) -> tuple[Question, ...]:
    """The questions on the review card, in order; their numbers can be typed."""
    path = find_path(questionnaire, interview.answers, interview.parts_in_view())
    return tuple(question for question in path if question.kind is not Kind.NOTE)


def review_text(questionnaire: Questionnaire, interview: Interview, wording: Wording) -> str:
    """The review card: every question that was asked, numbered, with its answer."""
    lines = [
        wording(
            "review-line",
            number=str(number),
            title=title_of(question, interview.language),
            answer=_answer_text(question, interview, wording),
        )
        for number, question in enumerate(find_reviewed(questionnaire, interview), start=1)
    ]
    again = "yes" if interview.reopened else "no"
    return wording("review", answers="\n".join(lines), again=again)


def _answer_text(question: Question, interview: Interview, wording: Wording) -> str:
    answer: Answer | None = interview.answers.get(question.name)
    language = interview.language
    match answer:
        case Answered(values) if question.kind is Kind.PLACE:
            area = question.area(values[0])
            ward = question.ward(values[1]) if len(values) > 1 else None
            return "" if area is None else (ward or area).label[language]
        case Answered(values) if question.kind is Kind.NUMBER:
            return values[0]
        case Answered(values) if question.kind is Kind.TEXT:
            return _shorten(values[0])
        case Answered(values) if question.kind is Kind.LOCATION:
            return wording("places-given", count=len(values))
        case Answered(values) if question.kind is Kind.ACKNOWLEDGE:
            return wording("yes")
        case Answered(values):
            options = [question.option(value) for value in values]
            return ", ".join(option.label[language] for option in options if option)
        case Outside(code) | Missing(_, code) if code and code != NOT_SURE:
            option = question.option(code)
            return option.label[language] if option else ""
        case Missing(NonResponse.DONT_KNOW, _):
            return wording("not-sure")
        case Missing(NonResponse.PREFER_NOT_TO_SAY, _):
            return wording("prefer-not-to-say")
        case _:
            return wording("skipped")


def _shorten(text: str) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    if len(line) > LONGEST_ON_CARD:
        line = line[:LONGEST_ON_CARD].rsplit(" ", 1)[0] + " …"
    return f"“{line}”"
