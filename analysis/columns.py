"""What the analysis reads of a round: columns, and the answers in them as whole-number codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the codebook.

    Attributes:
        kinds: Code to what it means for the base: substantive, dont_know, prefer_not_to_say,
            outside, skipped, not_asked or not_given.
        open_ended: True where it can hold other text as well, as for a number.
        sensitive: True where disclosure control must be stricter.
        values: Code, label and kind of each answer, in the order offered.
    """

    name: str
    text: str
    kinds: Mapping[str, str]
    open_ended: bool
    sensitive: bool
    values: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Coded:
    """One column of answers.

    Attributes:
        index: Shape (respondents,): the position in `codes` of each respondent's code.
        codes: The distinct codes.
    """

    index: npt.NDArray[np.int32]
    codes: tuple[str, ...]
