"""The arms of a round: respondents who came to it in different ways, never counted together.

People who chose to take part say something about themselves; a random sample says something about
everybody. So where a round has invited answers, every figure is theirs, and the open ones stand
beside it in rows of the breakdown ``sample``. In the same way answers that an interviewer took
stand beside those given in chat in rows of the breakdown ``mode``, unless the plan pools modes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from analysis.columns import Answers, Coded, Column
from analysis.plan import Plan

OPEN = "open"
INVITED = "invited"
CHAT = "chat"
ASSISTED = "assisted"

SAMPLE = "sample"
MODE = "mode"
APART = frozenset({SAMPLE, MODE})
"""The breakdowns whose rows are arms."""

_WORDS = {
    INVITED: "invited",
    OPEN: "open to all",
    CHAT: "answered in chat",
    ASSISTED: "taken by an interviewer",
}

Place = tuple[str, str]
"""Breakdown and category."""

_Mask = npt.NDArray[np.bool_]
_Way = tuple[bool, bool]
"""Open beside invited; assisted beside another mode."""


@dataclass(frozen=True, slots=True)
class Arm:
    """Respondents who are counted by themselves.

    Attributes:
        samples: How they came to be asked: open, invited or imported.
        modes: How they answered: chat, assisted, paper, telephone and so on.
        places: The breakdowns and categories of its rows. The first arm of a round is its headline
            as well, and has places only where there are others to tell it from.
        weighted: Whether any of them has a design weight.
    """

    samples: frozenset[str]
    modes: frozenset[str]
    places: tuple[Place, ...]
    weighted: bool
    answers: Answers


class Selection:
    """Some of a round's respondents, to be counted as if they were all of it."""

    def __init__(self, answers: Answers, chosen: _Mask) -> None:
        self._answers = answers
        self.chosen = chosen
        self.size = int(chosen.sum())

    @property
    def columns(self) -> Mapping[str, Column]:
        """The codebook."""
        return self._answers.columns

    def has(self, name: str) -> bool:
        """Whether the round has a column."""
        return self._answers.has(name)

    def get_coded(self, name: str) -> Coded:
        """The codes of one column."""
        return self._select(self._answers.get_coded(name))

    def find_coded(self, name: str) -> Coded | None:
        """The codes of one column; None where the round has no such column."""
        coded = self._answers.find_coded(name)
        return None if coded is None else self._select(coded)

    def find_design_weights(self) -> npt.NDArray[np.float64] | None:
        """Design weights, NaN where a row has none; None without any."""
        weights = self._answers.find_design_weights()
        if weights is None or np.isnan(weights[self.chosen]).all():
            return None
        return weights[self.chosen]

    def _select(self, coded: Coded) -> Coded:
        return Coded(coded.index[self.chosen], coded.codes)


def find_arms(answers: Answers, plan: Plan) -> tuple[Arm, ...]:
    """The arms of a round; the first is that of the headline figures.

    Answers collected another way (paper, telephone) count with the invited ones, or else with the
    open ones: whether they may be counted with chat at all is for the plan to say.
    """
    sample, mode = answers.get_coded("sample"), answers.get_coded("mode")
    if len(sample.codes) == len(mode.codes) == 1:  # everybody came in the same way
        return (_build_arm(answers, sample, mode, np.ones(answers.size, dtype=np.bool_)),)
    none = np.zeros(answers.size, dtype=np.bool_)
    open_apart = _has(sample, OPEN) if _has(sample, INVITED).any() else none
    assisted_apart = none if plan.weighting.pool_modes else _has(mode, ASSISTED)
    found: dict[_Way, _Mask] = {}
    for way in ((False, False), (False, True), (True, False), (True, True)):
        chosen = (open_apart == way[0]) & (assisted_apart == way[1])
        if chosen.any():
            found[way] = chosen
    if len(found) < 2:
        return (_build_arm(answers, sample, mode, ~none),)
    head = next(iter(found))
    # those of the other sample first, and of each sample those in the headline's own mode
    rest = sorted((w for w in found if w != head), key=lambda w: (not w[0], w[1] != head[1]))
    first, *others = (
        _build_arm(Selection(answers, found[way]), sample, mode, found[way])
        for way in (head, *rest)
    )
    placed = [
        replace(arm, places=(_find_place(arm, way, head),))
        for arm, way in zip(others, rest, strict=True)
    ]
    return replace(first, places=_own_places(first, placed)), *placed


def describe_place(place: Place) -> str:
    """What an arm is called beside a group, such as ``open to all``."""
    category = place[1]
    if category in _WORDS:
        return _WORDS[category]
    first, _, second = category.partition("_")
    return ", ".join(_WORDS.get(part, part.replace("_", " ")) for part in (first, second) if part)


def _build_arm(answers: Answers, sample: Coded, mode: Coded, chosen: _Mask) -> Arm:
    return Arm(
        samples=_codes(sample, chosen),
        modes=_codes(mode, chosen),
        places=(),
        weighted=answers.find_design_weights() is not None,
        answers=answers,
    )


def _find_place(arm: Arm, way: _Way, head: _Way) -> Place:
    """Where the rows of an arm beside the headline stand."""
    if way[0] == head[0]:
        return MODE, ASSISTED
    return SAMPLE, OPEN if way[1] == head[1] else f"{OPEN}_{_name_modes(arm)}"


def _own_places(first: Arm, others: Sequence[Arm]) -> tuple[Place, ...]:
    """Where the headline's own rows stand beside those of the other arms."""
    own = {SAMPLE: "_".join(sorted(first.samples)), MODE: _name_modes(first)}
    breakdowns = dict.fromkeys(breakdown for arm in others for breakdown, _ in arm.places)
    return tuple((breakdown, own[breakdown]) for breakdown in breakdowns)


def _name_modes(arm: Arm) -> str:
    """Its mode; several are not named, for one of them may be that of a few people."""
    return next(iter(arm.modes)) if len(arm.modes) == 1 else "unassisted"


def _has(coded: Coded, code: str) -> _Mask:
    wanted = np.array([one == code for one in coded.codes], dtype=np.bool_)
    if wanted.all() or not wanted.any():
        return np.full(len(coded.index), bool(wanted.any()))
    return wanted[coded.index]


def _codes(coded: Coded, chosen: _Mask) -> frozenset[str]:
    if len(coded.codes) == 1 and chosen.any():
        return frozenset(coded.codes)
    present = np.flatnonzero(np.bincount(coded.index[chosen], minlength=len(coded.codes)))
    return frozenset(coded.codes[int(index)] for index in present)
