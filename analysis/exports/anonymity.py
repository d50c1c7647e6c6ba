"""Making respondents alike until each is one of at least k with the same characteristics.

Source: Sweeney (2002), Achieving k-anonymity privacy protection using generalization and
suppression, International Journal on Uncertainty, Fuzziness and Knowledge-based Systems 10(5),
the algorithm Datafly: while too many respondents stand in classes of fewer than k, the
characteristic with the most distinct values is generalised; the few that remain are withheld. Here
a step merges a characteristic's smallest category with the one that the plan merges it with, or
else drops the characteristic.

Worked number: of 120 people in the classes 60, 55 and 5, with k = 10, five are under k, which is
within 5 % of 120, so they are withheld; a class of five withheld people would stand out as well, so
the smallest other class, 55, is withheld with them: 60 keep their characteristics.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from surveys.errors import EstimateError

MIN_K = 10
MAX_WITHHELD = 0.05
"""At most this share of respondents may be withheld rather than generalised further."""

NOT_GIVEN, WITHHELD = -1, -2
"""What an index says where there is no category."""

Index = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Category:
    """A category of a characteristic.

    Attributes:
        joins: Position of the category that it is merged with first; None where there is none.
    """

    code: str
    label: str
    joins: int | None = None


@dataclass(frozen=True, slots=True)
class Characteristic:
    """What may tell who somebody is.

    Attributes:
        index: Shape (respondents,): position of each one's category, or `NOT_GIVEN`.
    """

    name: str
    label: str
    categories: tuple[Category, ...]
    index: Index


@dataclass(frozen=True, slots=True)
class Anonymised:
    """Characteristics after generalising.

    Attributes:
        kept: What is left; `WITHHELD` in place of categories where a respondent's are withheld.
        steps: What was done, as sentences, in order.
        withheld: Respondents whose characteristics are withheld.
        smallest: Respondents in the smallest class: the k achieved.
    """

    kept: tuple[Characteristic, ...]
    steps: tuple[str, ...]
    withheld: int
    smallest: int


def anonymise(
    characteristics: Sequence[Characteristic], size: int, k: int, place: str
) -> Anonymised:
    """Generalise until every class of respondents has k members.

    Args:
        characteristics: The most worth keeping first: of equally fine ones, later ones go first.
        size: Respondents.
        k: Least number of respondents in a class.
        place: What an error names.

    Raises:
        EstimateError: k is under 10, or there are fewer than k respondents.
    """
    if k < MIN_K:
        raise EstimateError(
            "export.low-k",
            place,
            f"respondents were to be one of {k}",
            f"Ask for k = {MIN_K} or more.",
        )
    if size < k:
        raise EstimateError(
            "export.too-few-respondents",
            place,
            f"{size} respondents can never be {k} alike",
            "Share the released tables, which are safe at any size.",
        )
    kept, steps = list(characteristics), list[str]()
    while (alone := _find_small(kept, size, k)).sum() > MAX_WITHHELD * size:
        finest = max(range(len(kept)), key=lambda i: (_count_values(kept[i]), i))
        step = _generalise(kept[finest])
        steps.append(step.said)
        kept[finest : finest + 1] = [step.after] if step.after else []
    withheld = _extend(kept, alone, k)
    final = tuple(replace(one, index=np.where(withheld, WITHHELD, one.index)) for one in kept)
    return Anonymised(final, tuple(steps), int(withheld.sum()), find_smallest(final, size))


def find_smallest(characteristics: Sequence[Characteristic], size: int) -> int:
    """Respondents in the smallest class; all of them where no characteristic is left."""
    return int(_number_classes(characteristics, size)[1].min(initial=size))


def _find_small(
    characteristics: Sequence[Characteristic], size: int, k: int
) -> npt.NDArray[np.bool_]:
    classes, people = _number_classes(characteristics, size)
    small: npt.NDArray[np.bool_] = (people < k)[classes]
    return small


def _extend(
    characteristics: Sequence[Characteristic], alone: npt.NDArray[np.bool_], k: int
) -> npt.NDArray[np.bool_]:
    """Withhold more classes, the smallest first, until those withheld are none or k alike."""
    classes, people = _number_classes(characteristics, len(alone))
    withheld = alone.copy()
    for one in np.argsort(people, kind="stable"):
        if withheld.sum() == 0 or withheld.sum() >= k:
            break
        withheld |= classes == one
    return withheld


def _number_classes(
    characteristics: Sequence[Characteristic], size: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The class of each respondent, and how many stand in each class."""
    classes = np.zeros(size, dtype=np.int64)
    for one in characteristics:
        shifted = one.index.astype(np.int64) - WITHHELD
        classes = classes * (len(one.categories) - WITHHELD) + shifted
        classes = np.unique(classes, return_inverse=True)[1]
    return classes, np.bincount(classes)


def _count_values(one: Characteristic) -> int:
    return len(np.unique(one.index))


@dataclass(frozen=True, slots=True)
class _Step:
    after: Characteristic | None
    said: str


def _generalise(one: Characteristic) -> _Step:
    """Merge its smallest category that has one to join, while three are left; or drop it."""
    people = np.bincount(one.index[one.index >= 0], minlength=len(one.categories)).tolist()
    pairs = [(i, c.joins) for i, c in enumerate(one.categories) if c.joins is not None]
    # what nothing is named for may take in those that are to join it
    pairs += [(into, i) for i, into in pairs if one.categories[into].joins is None]
    if len(one.categories) < 3 or not pairs:
        return _Step(None, f"{one.label} was left out.")
    smallest, other = min(pairs, key=lambda pair: (people[pair[0]], people[pair[1]], pair))
    first, second = one.categories[smallest], one.categories[other]
    said = f"{one.label}: {first.label} was merged with {second.label}."
    return _Step(_merge(one, smallest, other), said)


def _merge(one: Characteristic, gone: int, into: int) -> Characteristic:
    """Two categories as one, at the place of the earlier; others that joined either join it."""
    early, late = sorted((gone, into))
    position = {i: early if i == late else i - (i > late) for i in range(len(one.categories))}
    joined = one.categories[into].joins
    joined = one.categories[gone].joins if joined in {gone, into} else joined
    joined = None if joined in {gone, into} else joined
    parts = (one.categories[early], one.categories[late])
    merged = Category(
        "_or_".join(part.code for part in parts), " or ".join(part.label for part in parts), joined
    )
    categories = [
        merged if i == early else category for i, category in enumerate(one.categories) if i != late
    ]
    moved = np.array([position[i] for i in range(len(position))], dtype=np.int32)
    return replace(
        one,
        categories=tuple(
            replace(c, joins=None if c.joins is None else position[c.joins]) for c in categories
        ),
        index=np.where(one.index >= 0, moved[one.index], one.index),
    )
