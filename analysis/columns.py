"""What the analysis reads of a round: columns, and the answers in them as whole-number codes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

_READERS = 2

FLAGS = "flags"
"""The column of marks of quality: comma separated, empty for none."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the codebook.

    Attributes:
        kinds: Code to what it means for the base: substantive, dont_know, prefer_not_to_say,
            outside, skipped, not_asked or not_given.
        open_ended: True where it can hold other text as well, as for a number.
        sensitive: True where disclosure control must be stricter.
        values: Code, label and kind of each answer, in the order offered.
        is_place: It is a part of a place that people named.
    """

    name: str
    text: str
    kinds: Mapping[str, str]
    open_ended: bool
    sensitive: bool
    values: tuple[tuple[str, str, str], ...] = ()
    is_place: bool = False


@dataclass(frozen=True, slots=True)
class Coded:
    """One column of answers.

    Attributes:
        index: Shape (respondents,): the position in `codes` of each respondent's code.
        codes: The distinct codes.
    """

    index: npt.NDArray[np.int32]
    codes: tuple[str, ...]


class Answers(Protocol):
    """What counting needs of a round."""

    @property
    def columns(self) -> Mapping[str, Column]:
        """The codebook."""

    @property
    def size(self) -> int:
        """How many respondents there are."""

    def has(self, name: str) -> bool:
        """Whether the round has a column."""

    def get_coded(self, name: str) -> Coded:
        """The codes of one column."""

    def find_coded(self, name: str) -> Coded | None:
        """The codes of one column; None where the round has no such column."""

    def find_design_weights(self) -> npt.NDArray[np.float64] | None:
        """Design weights, NaN where a row has none; None without any."""


def read_ahead(answers: Answers, names: Iterable[str]) -> Iterator[Coded]:
    """The codes of columns in order; the next ones are read while one is counted.

    Reading takes longer than counting. What is read does not depend on when.
    """
    waiting: deque[Future[Coded]] = deque()
    with ThreadPoolExecutor(_READERS) as pool:
        for name in names:
            waiting.append(pool.submit(answers.get_coded, name))
            if len(waiting) > _READERS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
