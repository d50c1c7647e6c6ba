"""The trend guard: whether each measure of a round can be compared with the last of its series.

It is read before a round is launched, from the two questionnaires, plans and rounds alone. A
measure that breaks its series needs a reason in writing, which is frozen with the round and stands
beside the measure in every later output.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from analysis.definitions import compare_definitions, list_conditions
from analysis.plan import Measure, Plan
from surveys.differences import Aspect, Difference
from surveys.questionnaire import Questionnaire
from surveys.rounds import Audience, Purpose, Round
from surveys.store.columns import columns_of
from surveys.trend import ItemTrend, QuestionnaireTrend, compare_questionnaires

_AUDIENCES = {
    Audience.OPEN: "anybody",
    Audience.INVITED: "people who were invited",
    Audience.BOTH: "anybody, and people who were invited",
    Audience.IMPORTED: "people asked another way, whose answers were imported",
}


class Mark(StrEnum):
    """How a measure stands to the last round of its series."""

    COMPARABLE = "comparable"
    BREAK = "break"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class MeasureTrend:
    """One measure and its series.

    Attributes:
        measure, label: Its name and its words in the plan.
        reasons: What breaks the series, in words; none unless it is a break.
        notes: What is different and breaks nothing.
    """

    measure: str
    label: str
    mark: Mark
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrendReport:
    """What the trend guard found.

    Attributes:
        earlier: Name of the round that was compared with; empty where there is none.
        measures: Every measure of the plan, in its order.
        others: Changes that concern no measure of the plan.
    """

    earlier: str
    measures: tuple[MeasureTrend, ...]
    others: tuple[str, ...] = ()

    def list_breaks(self) -> tuple[str, ...]:
        """The measures that break their series."""
        return tuple(one.measure for one in self.measures if one.mark is Mark.BREAK)

    def unexplained(self, breaks: Mapping[str, str]) -> tuple[str, ...]:
        """The measures that break without a written reason; one of blanks alone is none.

        Args:
            breaks: Measure to the reason that was written for it (`Round.breaks`).
        """
        return tuple(name for name in self.list_breaks() if not breaks.get(name, "").strip())


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two rounds: its plan, its questionnaire and which question each column holds."""

    plan: Plan
    questionnaire: Questionnaire
    questions: Mapping[str, str]


def guard_trend(
    plan: Plan,
    questionnaire: Questionnaire,
    round_: Round,
    earlier_plan: Plan | None = None,
    earlier_questionnaire: Questionnaire | None = None,
    earlier_round: Round | None = None,
) -> TrendReport:
    """Compare a round that is to be launched with the last one of its series.

    Args:
        plan: What the round is to measure.
        questionnaire: The version that it is to ask.
        round_: The round, for its audience and languages.
        earlier_plan: The plan of the last round.
        earlier_questionnaire: The version that it asked.
        earlier_round: The last round itself.

    Returns:
        The report; without all that is to be known of a last round, every measure is new in it. A
        consultation begins no series that is to be followed, so that the report of its first round
        has none.
    """
    if earlier_plan is None or earlier_questionnaire is None or earlier_round is None:
        if round_.purpose is Purpose.CONSULTATION:
            return TrendReport("", ())
        new = (MeasureTrend(one.name, one.label, Mark.NEW) for one in plan.measures)
        return TrendReport("", tuple(new))
    trend = compare_questionnaires(
        questionnaire,
        earlier_questionnaire,
        round_.languages,
        earlier_round.languages,
    )
    now, before = _open(plan, questionnaire), _open(earlier_plan, earlier_questionnaire)
    general = (*trend.general, *_compare_audiences(round_, earlier_round))
    return TrendReport(
        earlier=earlier_round.name,
        measures=tuple(_judge(one, now, before, trend, general) for one in plan.measures),
        others=tuple(_list_others(now, before, trend)),
    )


def render_trend(report: TrendReport, breaks: Mapping[str, str] | None = None) -> str:
    """The report as lines: one a measure, then what breaks, and what else is different.

    Args:
        report: What the guard found.
        breaks: Reasons that were written, by measure; what is missing is said.
    """
    if not report.measures:
        return "A consultation, with no round before it: nothing is compared."
    written = breaks or {}
    missing = report.unexplained(written)
    lines = [f"Compared with round {report.earlier}:"]
    if not report.earlier:
        lines = ["There is no earlier round of the series to compare with:"]
    for one in report.measures:
        lack = " (a written reason is missing)" if one.measure in missing else ""
        lines.append(f"{one.measure}: {one.mark}{lack}")
    lines += _list_grouped("What breaks a series:", report, lambda one: one.reasons)
    lines += _list_grouped("Different, without a break:", report, lambda one: one.notes)
    if report.others:
        lines += ["", "Of no measure:", *(f"- {words}" for words in report.others)]
    reasons = [f"- {n}: {written[n].strip()}" for n in report.list_breaks() if n not in missing]
    return "\n".join([*lines, *(["", "Written reasons:", *reasons] if reasons else [])])


def _open(plan: Plan, questionnaire: Questionnaire) -> _Side:
    questions = {column.name: column.question.name for column in columns_of(questionnaire)}
    return _Side(plan, questionnaire, questions)


def _judge(
    measure: Measure,
    now: _Side,
    before: _Side,
    trend: QuestionnaireTrend,
    general: Iterable[Difference],
) -> MeasureTrend:
    old = next((one for one in before.plan.measures if one.name == measure.name), None)
    if measure.item not in before.questions and (old is None or old.item == measure.item):
        return MeasureTrend(measure.name, measure.label, Mark.NEW)
    item = trend.items.get(now.questions.get(measure.item, ""), ItemTrend(""))
    found = [*general, *item.differences, *_compare_people(measure, now, trend)]
    if old:
        found += compare_definitions(measure, now.plan, old, before.plan)
    else:
        words = "it is new in the plan; its question was asked before"
        found.append(Difference(Aspect.DEFINITION, words, breaks=False))
    reasons = tuple(dict.fromkeys(str(one) for one in found if one.breaks))
    notes = tuple(dict.fromkeys(str(one) for one in found if not one.breaks))
    mark = Mark.BREAK if reasons else Mark.COMPARABLE
    return MeasureTrend(measure.name, measure.label, mark, reasons, notes)


def _compare_people(
    measure: Measure, now: _Side, trend: QuestionnaireTrend
) -> Iterator[Difference]:
    """Whether the questions that put people into the measure's domains are asked as they were.

    Other answers put other people there; other words may, which is for readers to know.
    """
    for name, condition in list_conditions(measure, now.plan):
        for column in condition:
            item = trend.items.get(now.questions.get(column, ""))
            if item and item.is_other and column != measure.item:
                words = f"who is in {name} depends on {item.item}, not asked as before"
                yield Difference(Aspect.DEFINITION, words, breaks=item.regroups)


def _compare_audiences(round_: Round, earlier: Round) -> Iterator[Difference]:
    if round_.audience is not earlier.audience:
        before, now = _AUDIENCES[earlier.audience], _AUDIENCES[round_.audience]
        yield Difference(Aspect.AUDIENCE, "who can take part", before, now)


def _list_others(now: _Side, before: _Side, trend: QuestionnaireTrend) -> Iterator[str]:
    """What is different in questions that no measure counts, and what is measured no more."""
    counted = {now.questions.get(measure.item, "") for measure in now.plan.measures}
    for name, item in trend.items.items():
        if name not in counted:
            told = [str(one) for one in item.differences if one.aspect is not Aspect.ORDER]
            yield from ([f"{name} is a new question"] if item.new else [])
            yield from (f"{name}: {words}" for words in told)
    yield from (f"{name} is asked no more" for name in trend.gone)
    names = {measure.name for measure in now.plan.measures}
    yield from (
        f"{m.name} is measured no more" for m in before.plan.measures if m.name not in names
    )


def _list_grouped(
    title: str, report: TrendReport, said: Callable[[MeasureTrend], tuple[str, ...]]
) -> list[str]:
    """What is said of several measures once, with their names."""
    groups: dict[str, list[str]] = {}
    for one in report.measures:
        for words in said(one):
            groups.setdefault(words, []).append(one.measure)
    old = sum(one.mark is not Mark.NEW for one in report.measures)
    lines = [
        f"- {words} ({'all measures' if 1 < len(names) == old else ', '.join(names)})"
        for words, names in groups.items()
    ]
    return ["", title, *lines] if lines else []
