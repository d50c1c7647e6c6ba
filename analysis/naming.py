"""How a group of people is called where its characteristic has to be told as well."""

from __future__ import annotations

from analysis.participation import TookPart


def name_group(grouping: str, level: str) -> str:
    """A level with its grouping, by their labels, said once where one has the other.

    Worked names: ``16 to 24 (Age band)``, and ``Bangladeshi background`` where the grouping is
    called so and the level ``Bangladeshi``.
    """
    if level.casefold() in grouping.casefold():
        return grouping
    return f"{level} ({grouping})"


def name_grouping(shown: TookPart | None, grouping: str) -> str:
    """The label of a grouping; its name in words where it is of none that are compared."""
    found = shown.groupings if shown else ()
    return next((one.label for one in found if one.name == grouping), grouping.replace("_", " "))


def name_level(shown: TookPart | None, grouping: str, level: str) -> str:
    """The label of a group of a grouping; its code in words where it is of none."""
    found = shown.groupings if shown else ()
    levels = (one for each in found if each.name == grouping for one in each.levels)
    return next((one.label for one in levels if one.code == level), level.replace("_", " "))
