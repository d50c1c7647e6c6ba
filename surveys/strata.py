"""Strata of a probability sample: how many invitation codes each gets, and with what weight.

An interview keeps stratum and weight of the code that let it in. Codes that share both stand for
one another, so there must be enough of them, or the two together would point to an address.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from surveys.errors import Fault, RefusedFile
from surveys.reach import is_plain_name

FEWEST_ALIKE = 10
"""Fewest codes that share stratum and weight."""

COLUMNS = ["stratum", "codes", "design_weight"]

LONGEST_NAME = 40
_CODES = re.compile(r"[1-9][0-9]{0,6}")
_WEIGHT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,12})?")


@dataclass(frozen=True, slots=True)
class Stratum:
    """A part of the sample.

    Attributes:
        name: What it is called; None where the sample has one stratum only.
        codes: How many codes it gets.
        design_weight: Addresses that each of its codes stands for, in any unit; None where all
            addresses have the same chance.
    """

    name: str | None
    codes: int
    design_weight: float | None = None


def load_strata(path: Path) -> tuple[Stratum, ...]:
    """The strata of a CSV file: ``stratum,codes,design_weight``, a line each.

    The line of column names can be left out. Empty lines and those that begin with ``#`` do not
    matter. A weight can be left empty for all strata alike.

    Raises:
        RefusedFile: When it cannot be read or a line cannot be used; all faults at once.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        rows = [(number, row) for number, line in enumerate(lines, 1) for row in csv.reader([line])]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        problem = f"the file cannot be read ({type(error).__name__})"
        fault = Fault("strata.unreadable", path.name, problem, "Save it as CSV in UTF-8.")
        raise RefusedFile(path.name, [fault]) from error
    strata: list[Stratum] = []
    faults: list[Fault] = []
    for number, row in rows:
        cells = [cell.strip() for cell in row]
        if not any(cells) or cells[0].startswith("#") or cells == COLUMNS:
            continue
        read = _read_row(cells, f"{path.name}, line {number}")
        (strata if isinstance(read, Stratum) else faults).append(read)  # type: ignore[arg-type]  # each to its own
    if not strata and not faults:
        remedy = "Give a line for each stratum: stratum,codes,design_weight."
        faults.append(Fault("strata.empty", path.name, "there is no stratum in it", remedy))
    if faults:
        raise RefusedFile(path.name, faults)
    return tuple(strata)


def check_strata(strata: Sequence[Stratum], issued: Sequence[Stratum], place: str) -> None:
    """Check that no codes are so few that stratum and weight would point to an address.

    Args:
        strata: What is to be issued.
        issued: What was issued for the round before.
        place: Where the strata were given, for the message.

    Raises:
        RefusedFile: When they are, or when some codes would bring a weight and others none; all
            faults at once.
    """
    alike: Counter[tuple[str | None, float | None]] = Counter()
    for stratum in (*issued, *strata):
        alike[stratum.name, stratum.design_weight] += stratum.codes
    wanted = dict.fromkeys((stratum.name, stratum.design_weight) for stratum in strata)
    faults = [
        _too_few(place, name, weight, alike[name, weight])
        for name, weight in wanted
        if alike[name, weight] < FEWEST_ALIKE
    ]
    if len({weight is None for _, weight in alike}) > 1:
        problem = "some codes would bring a weight and others none"
        remedy = "Give every stratum a weight, or none; codes issued before count as well."
        faults.append(Fault("strata.weights", place, problem, remedy))
    if faults:
        raise RefusedFile(place, faults)


def _read_row(cells: list[str], place: str) -> Stratum | Fault:
    if len(cells) != len(COLUMNS):
        problem = f"the line has {len(cells)} values instead of {len(COLUMNS)}"
        return Fault("strata.columns", place, problem, "Give stratum,codes,design_weight.")
    name, codes, weight = cells
    if not is_plain_name(name, LONGEST_NAME):
        remedy = f"Use up to {LONGEST_NAME} characters, the first of them a letter or digit."
        return Fault("strata.name", place, f"{name!r} cannot be used as a name", remedy)
    if not _CODES.fullmatch(codes):
        problem = f"{codes!r} is no number of codes"
        return Fault("strata.codes", place, problem, "Give a whole number from 1 to 9999999.")
    if weight and not (_WEIGHT.fullmatch(weight) and float(weight) > 0):
        problem = f"{weight!r} is no design weight"
        remedy = "Give a number above 0, such as 1.25, or leave the weights of all strata empty."
        return Fault("strata.weight", place, problem, remedy)
    return Stratum(name, int(codes), float(weight) if weight else None)


def _too_few(place: str, name: str | None, weight: float | None, codes: int) -> Fault:
    stratum = "" if name is None else f" for stratum {name!r}"
    alike = "" if weight is None else f" with weight {weight:g}"
    return Fault(
        "strata.too-few",
        place,
        f"there would be only {codes} codes{stratum}{alike}, and fewer than {FEWEST_ALIKE} alike "
        "would let an answer be traced to an address",
        "Join it with another stratum, round its weight to one that others have, or issue more.",
    )
