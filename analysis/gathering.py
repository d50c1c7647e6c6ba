"""Everything that a release would say of a round's respondents, beside all that was said before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analysis.dataset import Dataset
from analysis.distributing import tabulate
from analysis.joining import Joined, View, join
from analysis.ledger import CONTEXT, DistributionSaid, Entry
from analysis.plan import Plan, dump_plan
from analysis.rounds import Estimated, Figure, estimate_round
from analysis.shown import Status
from analysis.spread import Distribution
from analysis.statements import (
    CHOSEN,
    NOT_CHOSEN,
    Place,
    Statement,
    state_distribution,
    state_figure,
)
from surveys.errors import EstimateError


@dataclass(frozen=True, slots=True)
class Scene:
    """What disclosure control has to see at once.

    Attributes:
        statements: Those of the release first, in its order.
        joined: The groups; more can be added.
        views: The round as the release and those before count it.
        before: For each release before, the positions of what it said.
        told: The releases before, each with the position of its view.
    """

    dataset: Dataset
    statements: tuple[Statement, ...]
    joined: Joined
    views: tuple[View, ...]
    before: tuple[range, ...]
    told: tuple[tuple[int, Entry], ...]

    @property
    def view(self) -> View:
        """The round as the release counts it."""
        return self.views[0]

    def list_codes(self, item: str) -> frozenset[str] | None:
        """The substantive answers to an item; None where there can be others."""
        column = self.dataset.columns.get(item)
        if column is None:
            return frozenset({CHOSEN, NOT_CHOSEN})
        codes = frozenset(code for code, kind in column.kinds.items() if kind == "substantive")
        return None if column.open_ended else codes


def gather(estimated: Estimated, plan: Plan, entries: Sequence[Entry]) -> Scene:
    """The statements of a round's figures and of what the ledger has on it.

    Raises:
        EstimateError: The ledger speaks of a group that cannot be formed, or of other answers.
    """
    dataset = estimated.dataset
    entries = _drop_repeated(entries)
    plans: dict[str, Plan] = {_identify(plan): plan}
    views = [View(plan, estimated)]
    places: list[int] = []
    for entry in entries:
        _check_answers(dataset, entry)
        own = entry.load_plan()
        key = dump_plan(own)
        if key not in plans or (entry.distributions and not estimated.distributions):
            key = f"again {key}"
        if key not in plans:
            plans[key] = own
            alike = [one for one in entries if one.plan == entry.plan]
            views.append(View(own, _estimate_again(dataset, own, alike)))
        places.append(list(plans).index(key))
    joined = join(views)
    statements = [*_list_own(joined, views[0])]
    before: list[range] = []
    for entry, place in zip(entries, places, strict=True):
        start = len(statements)
        statements += _list_said(joined, views[place], place, entry)
        before.append(range(start, len(statements)))
    told = tuple(zip(places, entries, strict=True))
    return Scene(dataset, tuple(statements), joined, tuple(views), tuple(before), told)


def _identify(plan: Plan) -> str:
    """A plan as entries of the ledger keep it."""
    return dump_plan(plan.model_copy(update=dict.fromkeys(CONTEXT, ())))


def _drop_repeated(entries: Sequence[Entry]) -> list[Entry]:
    """Each thing said once, in however many kinds of output."""
    told: list[Entry] = []
    for entry in entries:
        same = {"kind": "", "results": "", "software": "", "said_by": ""}
        bare = entry.model_copy(update=same)
        if bare not in told:
            told.append(bare)
    return told


def _check_answers(dataset: Dataset, entry: Entry) -> None:
    frozen = dataset.manifest.files.get("responses.parquet", "")
    if entry.answers and entry.answers != frozen:
        raise EstimateError(
            "ledger.other-answers",
            f"round {entry.round}",
            "the ledger says that other answers were published under its name",
            "Restore the frozen round that was published, or give this one another name.",
        )


def _estimate_again(dataset: Dataset, plan: Plan, entries: Sequence[Entry]) -> Estimated:
    """The groups of an earlier plan on the same answers; weights play no part in who is in them."""
    named = {one.measure for entry in entries for one in entry.figures}
    shown = {one.name for entry in entries for one in entry.distributions}
    plain: dict[str, Any] = {"rake": (), "trim": None, "design": False}
    reduced = plan.model_copy(
        update={
            "measures": tuple(one for one in plan.measures if one.name in named),
            "tabulations": tuple(one for one in plan.tabulations if one.name in shown),
            "earlier_targets": (),
            "weighting": plan.weighting.model_copy(update=plain),
        }
    )
    estimated = estimate_round(dataset, reduced)
    return replace(estimated, distributions=tabulate(reduced, estimated))


def _list_own(joined: Joined, view: View) -> Iterator[Statement]:
    """What the release would say."""
    for measure in view.plan.measures:
        for key, figure in view.estimated.figures.get(measure.name, {}).items():
            yield state_figure(joined, view, 0, measure, figure, (measure.name, key))
    for index, distribution in enumerate(view.estimated.distributions):
        yield from state_distribution(joined, view, 0, index, distribution)


def _list_said(joined: Joined, view: View, place: int, entry: Entry) -> Iterator[Statement]:
    """What a release before said."""
    measures = {one.name: one for one in view.plan.measures}
    for said in entry.figures:
        figure = view.estimated.figures.get(said.measure, {}).get(said.key)
        if figure is None:
            raise _unknown(entry, f"{said.measure}, {'/'.join(filter(None, said.key))}")
        stated = state_figure(joined, view, place, measures[said.measure], figure, None)
        shares = _find_shown(said.base, said.unweighted)
        yield replace(stated, status=said.status, shown=shares, asked=said.all_asked)
    shown = {(one.name, one.domain): one for one in view.estimated.distributions}
    for one in entry.distributions:
        if (one.name, one.domain) not in shown:
            raise _unknown(entry, f"{one.name}, {one.domain}")
        stated_all = state_distribution(joined, view, place, 0, shown[one.name, one.domain])
        yield from _recall(one, stated_all)


def _recall(said: DistributionSaid, stated: Iterator[Statement]) -> Iterator[Statement]:
    """A distribution with the statuses and figures that it was published with."""
    options = {f"{one.code}": one for one in said.options}
    for one in stated:
        if not one.option:
            shown = _find_shown(said.base, None)
            yield replace(one, status=said.status, shown=shown, own=None)
        elif option := options.get(one.table[2] or ""):
            shown = _find_shown(said.base, option.unweighted)
            yield replace(one, status=option.status, shown=shown, asked=option.all_asked, own=None)


def _find_shown(base: int | None, share: float | None) -> tuple[int, float | None] | None:
    return None if base is None else (base, share)


def _unknown(entry: Entry, what: str) -> EstimateError:
    return EstimateError(
        "ledger.unknown-group",
        f"round {entry.round}",
        f"the ledger has a figure that cannot be found on its frozen answers: {what}",
        "Use the version of the software that published it, or restore the frozen round.",
    )


def apply_statuses(estimated: Estimated, scene: Scene, statuses: Sequence[Status]) -> Estimated:
    """The figures and distributions with their statuses."""
    found = {one.own: status for one, status in zip(scene.statements, statuses, strict=True)}
    figures = {
        measure: {key: _mark(one, found[measure, key]) for key, one in group.items()}
        for measure, group in estimated.figures.items()
    }
    distributions = tuple(
        _mark_distribution(index, one, found) for index, one in enumerate(estimated.distributions)
    )
    return replace(estimated, figures=figures, distributions=distributions)


def _mark(figure: Figure, status: Status) -> Figure:
    outside = figure.outside if status is Status.RELEASED else ""
    return replace(figure, status=status, outside=outside)


def _mark_distribution(
    index: int, one: Distribution, found: Mapping[Place | None, Status]
) -> Distribution:
    options = tuple(
        replace(option, status=found[index, position])
        for position, option in enumerate(one.options)
    )
    return replace(one, status=found[index, None], options=options)
