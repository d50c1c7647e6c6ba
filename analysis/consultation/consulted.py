"""Everything that may be said of a consultation, each part from its own gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.comments.quotes import ReleasedQuotes
from analysis.comments.releasing import ReleasedThemes
from analysis.consultation.asked import Asked
from analysis.disclosure import Released
from analysis.places.outlines import Outline
from analysis.places.releasing import ReleasedPlaces
from analysis.rows import Results


@dataclass(frozen=True, slots=True)
class Consulted:
    """A consultation as it may be told; what did not pass a gate cannot be in it.

    Attributes:
        themes, quotes: None where comments were not asked for, or are not coded yet.
        places: None where none were asked for.
        outlines: The wards, after which squares are named.
        actions: What was done about the results, by language; empty where nothing is recorded.
    """

    released: Released
    asked: Asked
    themes: ReleasedThemes | None = None
    quotes: ReleasedQuotes | None = None
    places: ReleasedPlaces | None = None
    outlines: tuple[Outline, ...] = ()
    actions: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """See that every part came through its gate, and that all are of one round.

        Raises:
            TypeError: A part is not released.
            ValueError: Parts are of different rounds.
        """
        kinds = (
            (self.released, Released),
            (self.themes, ReleasedThemes | None),
            (self.quotes, ReleasedQuotes | None),
            (self.places, ReleasedPlaces | None),
        )
        if not all(isinstance(part, kind) for part, kind in kinds):
            raise TypeError("only what is released can be said of a consultation")
        parts = (self.themes, self.quotes, self.places)
        rounds = {one.round for one in parts if one} | {self.asked.manifest.round}
        if rounds != {self.results.round}:
            raise ValueError(f"parts of different rounds: {', '.join(sorted(rounds))}")

    @property
    def results(self) -> Results:
        """The released results."""
        return self.released.results
