"""The labelled comments, their other readings, and the comments that hold no personal detail.

What they are and who wrote them: `data/README.md`; how they are labelled: `data/GUIDE.md`.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"
SPLITS = ("dev", "held_out")
STANCES = ("problem", "protective", "ask")
SENTIMENTS = ("negative", "neutral", "positive", "mixed", "none")
ALONE = ("no_content", "untranslated")
"""Codes that stand by themselves and have no stance."""
CODES = (
    "lighting",
    "cctv",
    "police_presence",
    "drugs_dealing",
    "drugs_use",
    "drugs_unspecified",
    "nitrous_oxide",
    "asb_general",
    "noise_groups_cars",
    "noise_neighbours",
    "youth_provision",
    "street_harassment",
    "womens_safety",
    "speeding_nuisance_vehicles",
    "fly_tipping_litter",
    "robbery_theft",
    "violence_weapons",
    "vandalism_graffiti",
    "drunk_disorderly",
    "rough_sleeping",
    "hate_cohesion",
    "fairness_stop_search",
    "reporting_response",
    "informed_listened",
    "housing_estates",
    "design_environment",
    "mental_health_support",
    "business_crime",
    "fire",
    "positive_safe",
    "unsafe_unspecified",
    "other",
    *ALONE,
)


@dataclass(frozen=True)
class Labels:
    """What a reader found in a comment.

    Attributes:
        codes: The themes, in the order in which the reader gave them.
        stances: Each theme with a stance taken on it; a theme may have more than one.
        sentiment: What the writer feels about safety.
    """

    codes: tuple[str, ...]
    stances: tuple[tuple[str, str], ...]
    sentiment: str


@dataclass(frozen=True)
class LabelledComment:
    """A comment with the labels it should get, and why where that is debatable."""

    id: str
    split: str
    text: str
    labels: Labels
    note: str


@dataclass(frozen=True)
class Relabelled:
    """Two readings of one comment, by the same person or by two, before they were resolved."""

    id: str
    first: Labels
    second: Labels


@dataclass(frozen=True)
class CleanComment:
    """A comment in which there is nothing to take out."""

    id: str
    split: str
    text: str


def load_labelled() -> tuple[LabelledComment, ...]:
    """The labelled comments, in the order of their ids."""
    return tuple(
        LabelledComment(row["id"], row["split"], row["text"], _labels(row), row["note"])
        for row in _rows("labelled.csv")
    )


def load_relabelled() -> tuple[Relabelled, ...]:
    """The comments that were labelled twice, in the order of their ids."""
    return tuple(
        Relabelled(row["id"], _labels(row, "first_"), _labels(row, "second_"))
        for row in _rows("relabelled.csv")
    )


def load_second() -> tuple[Relabelled, ...]:
    """The labels, as they then stood, beside those of a second reader, in the order of the ids."""
    stood = {one.id: one.labels for one in load_labelled()}
    stood |= {row["id"]: _labels(row) for row in _rows("mended.csv")}
    return tuple(
        Relabelled(row["id"], stood[row["id"]], _labels(row)) for row in _rows("second_reader.csv")
    )


def load_clean(name: str = "clean.csv") -> tuple[CleanComment, ...]:
    """The comments of a file without any personal detail, in the order of their ids."""
    return tuple(CleanComment(row["id"], row["split"], row["text"]) for row in _rows(name))


def _labels(row: dict[str, str], prefix: str = "") -> Labels:
    pairs = (pair.partition(":") for pair in _listed(row[f"{prefix}stances"]))
    return Labels(
        codes=_listed(row[f"{prefix}codes"]),
        stances=tuple((code, stance) for code, _, stance in pairs),
        sentiment=row[f"{prefix}sentiment"],
    )


def _listed(joined: str) -> tuple[str, ...]:
    return tuple(joined.split(";")) if joined else ()


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
