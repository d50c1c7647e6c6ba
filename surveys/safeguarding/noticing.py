"""Which cues of danger a text gives."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from surveys.loading.drafting import CATALOGUE
from surveys.safeguarding.cue_list import CueList
from surveys.safeguarding.cues import Cue
from surveys.safeguarding.loading import load_cue_list
from surveys.safeguarding.reading import list_readings
from surveys.safeguarding.weighing import load_weights

CATALOGUE_CUES = CATALOGUE / "cues"


def find_cues(text: str) -> tuple[str, ...]:
    """The names of the cues that a text gives, most urgent first.

    Where no list has its words but they weigh like harm, what it tells of is `unclear`.
    """
    as_typed, *_ = readings = list_readings(text)
    found = _find_listed(readings)
    if not found and load_weights().sounds_like_harm(as_typed):
        return (Cue.UNCLEAR.value,)
    return found


def find_listed_cues(text: str) -> tuple[str, ...]:
    """The names of the cues whose words are on a list, most urgent first.

    Every language's list is looked up, since people type in the language that comes to them.
    """
    return _find_listed(list_readings(text))


def _find_listed(readings: Sequence[Sequence[str]]) -> tuple[str, ...]:
    lists = load_cue_lists()
    found = {cue for words in readings for cue_list in lists for cue in cue_list.find(words)}
    return tuple(cue.value for cue in Cue if cue in found)


@lru_cache(maxsize=1)
def load_cue_lists(folder: Path = CATALOGUE_CUES) -> tuple[CueList, ...]:
    """The cue lists of a folder, in the order of their languages.

    Raises:
        RefusedFile: A list has faults; the error carries all of them.
    """
    return tuple(load_cue_list(path) for path in sorted(folder.glob("*.yaml")))
