"""What a consultation asked, when and for which decision: from its frozen round and plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.masking import THRESHOLD
from analysis.plan import Plan, Tabulation
from surveys.questionnaire import Kept, Kind, Questionnaire
from surveys.store.manifest import Manifest, load_manifest

_RESPONSES, _LANGUAGE = "responses.parquet", "language"


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that people were asked how big a problem it is.

    Attributes:
        measure: The plan's measure of it.
        answers: The plan's tabulation of all answers to it.
        label: In a few words.
        text: The question.
        drawn: Whether it was asked of people drawn at random, and not of everybody.
    """

    measure: str
    answers: str
    label: str
    text: str
    drawn: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A consultation as it was put to people.

    Attributes:
        manifest: Of the frozen round; its counts are exact and for the program's eyes only.
        answered_in: Languages in which at least ten people answered.
        issues: In the order asked.
        named: The plan's tabulations of what people name first.
        domain: Whom headline figures are of.
    """

    manifest: Manifest
    questionnaire: Questionnaire
    answered_in: tuple[str, ...]
    issues: tuple[Issue, ...]
    named: tuple[str, ...]
    domain: str

    @property
    def languages(self) -> tuple[str, ...]:
        """Those that it was offered in."""
        return self.manifest.languages or self.questionnaire.languages

    @property
    def asks_for_words(self) -> bool:
        """Whether people could write something."""
        return any(one.file is Kept.COMMENTS for one in self.questionnaire.questions)

    @property
    def asks_for_places(self) -> bool:
        """Whether people could name a place."""
        return any(one.file is Kept.PLACES for one in self.questionnaire.questions)


def load_asked(folder: Path, plan: Plan) -> Asked:
    """What a frozen round asked.

    Args:
        folder: The frozen round.
        plan: That it is measured by.

    Raises:
        StoreError: The folder is no frozen round, or a file is not what was frozen.
    """
    manifest = load_manifest(folder)
    text = (folder / "questionnaire.json").read_text("utf-8")
    questionnaire = Questionnaire.from_canonical(text)
    return Asked(
        manifest=manifest,
        questionnaire=questionnaire,
        answered_in=tuple(_find_languages(folder)),
        issues=tuple(_list_issues(questionnaire, plan)),
        named=tuple(one.name for one in plan.tabulations if one.named),
        domain=plan.measures[0].domains[0],
    )


def _find_languages(folder: Path) -> Iterator[str]:
    """Languages of ten people and more; as with modes of answering, no number is told."""
    path = folder / _RESPONSES
    if _LANGUAGE not in pq.read_schema(path).names:
        return
    column = pq.read_table(path, columns=[_LANGUAGE])[_LANGUAGE].cast(pa.string())
    counts = Counter(column.to_pylist())
    yield from sorted(str(name) for name, people in counts.items() if people >= THRESHOLD)


def _list_issues(questionnaire: Questionnaire, plan: Plan) -> Iterator[Issue]:
    """The measures of items that are scored: how big a problem something is."""
    scored: dict[str, Tabulation] = {one.item: one for one in plan.tabulations if one.scores}
    draws = {one.name for one in questionnaire.questions if one.kind is Kind.DRAW}
    language = questionnaire.languages[0]
    for measure in plan.measures:
        question = questionnaire.by_name.get(measure.item)
        if question is None or measure.item not in scored:
            continue
        answers = scored[measure.item]
        yield Issue(
            measure=measure.name,
            answers=answers.name,
            label=answers.label,
            text=question.text[language],
            drawn=bool(question.depends_on & draws),
        )
