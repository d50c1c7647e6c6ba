"""The words of an interview's own screens: the question asked, and the review card."""

from __future__ import annotations

from bot.keyboards import needs_list, title_of, word_choice
from bot.wording import Wording
from surveys.answers import Answer, Answered, Missing, NonResponse, Outside
from surveys.interview import Interview, find_choices
from surveys.interview.choices import NOT_SURE
from surveys.questionnaire import Kind, Question, Questionnaire
from surveys.routing import count_questions, find_path


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
    labels = [word_choice(choice, language, wording) for choice in choices]
    if needs_list(labels):
        numbered = (f"{number}. {label}" for number, label in enumerate(labels, start=1))
        lines.append("\n".join(numbered))
    if question.why:
        lines.append(question.why[language])
    return "\n\n".join(lines)


def _instruction(question: Question, interview: Interview, wording: Wording) -> list[str]:
    keys = {
        Kind.MULTIPLE: "choose-several",
        Kind.RANKING: "choose-in-order",
        Kind.NUMBER: "type-number",
        Kind.TEXT: "type-text",
    }
    if question.kind is Kind.PLACE and interview.picked:
        return [wording("choose-ward")]
    return [wording(keys[question.kind])] if question.kind in keys else []


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
        case Answered(values) if question.kind in {Kind.NUMBER, Kind.TEXT}:
            return values[0]
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
