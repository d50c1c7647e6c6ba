"""A plan made up for the demo, for questionnaires that no plan is for yet."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.plan import Domain, Measure, Plan, Weighting
from analysis.plan_loading import choose_plan
from bot.wording import FALLBACK
from surveys.questionnaire import Kind, Layout, OptionKind, Question, Questionnaire
from surveys.rounds import Purpose

_EVERYBODY = "all"


def find_plan_to_show(questionnaire: Questionnaire, usual: str) -> Plan:
    """The plan for a questionnaire, or a made-up one that counts what its scales can show.

    Args:
        questionnaire: What is asked.
        usual: Name or file of the plan of the settings.
    """
    plan = choose_plan(questionnaire.name, usual)
    return plan if plan.questionnaire == questionnaire.name else make_stopgap(questionnaire)


def make_stopgap(questionnaire: Questionnaire) -> Plan:
    """A plan without weights, targets or groups: a measure for each scale, of everybody."""
    asked = [one for one in questionnaire.questions if one.kind is Kind.SCALE and not one.personal]
    return Plan(
        name=f"demo-{questionnaire.name}",
        title=f"Made up for a demo: {questionnaire.title[FALLBACK]}",
        questionnaire=questionnaire.name,
        purpose=Purpose.CONSULTATION,
        domains=(Domain(name=_EVERYBODY, label="Everybody who took part"),),
        groupings=(),
        weighting=Weighting(),
        measures=tuple(map(_measure, asked)),
    )


def _measure(question: Question) -> Measure:
    """The share at the end of a scale that is shown: of 1 to 5 the last two, else the first two."""
    points = [one for one in question.options if one.kind is OptionKind.SUBSTANTIVE]
    shown = points[-2:] if question.layout is Layout.ROW else points[:2]
    title = (question.short or question.text)[FALLBACK]
    return Measure(
        name=question.name,
        label=f"{title}: {_join([one.label[FALLBACK] for one in shown])}",
        item=question.name,
        positive=tuple(one.code for one in shown),
        domains=(_EVERYBODY,),
        breakdowns=(),
    )


def _join(labels: Sequence[str]) -> str:
    return " or ".join([labels[0], *(label[:1].lower() + label[1:] for label in labels[1:])])
