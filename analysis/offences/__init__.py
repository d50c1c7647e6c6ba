"""Perception beside record: what people say, next to what the police recorded of the same thing.

    record     recorded offences by month, ward and offence
    reading    the CSV files they come in
    pairing    which offences stand beside which measure; a file of the plan
    table      both side by side with their own dates; never an index, ratio or correlation

Recorded counts are the police's own published figures and stay as they are published.
"""

from __future__ import annotations

from analysis.offences.pairing import Pair, Pairing, load_pairing
from analysis.offences.reading import read_offences
from analysis.offences.record import Recorded, Ward, find_places, load_wards
from analysis.offences.table import beside, describe

__all__ = [
    "Pair",
    "Pairing",
    "Recorded",
    "Ward",
    "beside",
    "describe",
    "find_places",
    "load_pairing",
    "load_wards",
    "read_offences",
]
