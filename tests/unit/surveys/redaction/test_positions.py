"""A position that is finer than the squares of the map goes, however it is written."""

from __future__ import annotations

import pytest

from surveys.redaction import redact

POSITIONS = {
    "degrees with decimals": ("it happened at 51.5145, -0.0205", "it happened at [address]"),
    "no space": ("51.5145,-0.0205 no lamp", "[address] no lamp"),
    "a space alone": ("51.5145 -0.0205", "[address]"),
    "a minus that is a dash": ("51.5145, \u22120.0205", "[address]"),
    "with signs": ("51.5145°N, 0.0205°W is dark", "[address] is dark"),
    "letters before": ("N51.5145 W0.0205", "[address]"),
    "labels": ("lat 51.5145, long -0.0205", "[address]"),
    "labels in full": ("latitude: 51.5145\nlongitude: -0.0205", "[address]"),
    "decimal commas": ("51,5145; -0,0205", "[address]"),
    "one is short": ("51.5145, -0.02", "[address]"),
    "Bengali digits": ("৫১.৫১৪৫, -০.০২০৫ এখানে", "[address] এখানে"),
    "minutes and seconds": ("51°30'52\"N 0°01'14\"W", "[address]"),
    "primes": ("51°30′52″N, 0°01′14″W", "[address]"),
    "minutes with decimals": ("51° 30.87' N 0° 1.23' W", "[address]"),
    "ordinal sign": ("51º30'52\"N 0º01'14\"W", "[address]"),
    "in words": ("51 degrees 30 minutes 52 seconds N", "[address]"),
    "grid reference": ("at TQ 3801 8123 tonight", "at [address] tonight"),
    "grid reference, glued": ("TQ380812", "[address]"),
    "plus code": ("GX7J+RF Poplar is dark", "[address] Poplar is dark"),
    "plus code in full": ("9C3XGX7J+RF", "[address]"),
    "three words with slashes": ("go to ///filled.count.soap", "go to [address]"),
    "three words with a label": ("what3words filled.count.soap", "what3words [address]"),
    "label and a verb": ("my w3w is: Filled.Count.Soap", "my w3w is: [address]"),
    "short words with a label": ("w3w in.to.do", "w3w [address]"),
    "three words alone": ("it is at filled.count.soap", "it is at [address]"),
    "three words, other script": ("///রাস্তা.আলো.বাতি", "[address]"),
}
ORDINARY = [
    "from 3.50 to 4.25 a pint",
    "£1.200, £3.450 wasted",
    "between 10,000 and 20,000 people",
    "51.5 and 0.02 mean nothing",
    "open 10.30, 11.45 and 12.15",
    "version 1.2.345",
    "30° in the flat",
    "turned 180 degrees 5 minutes later",
    "a 6' man and 5'10\" woman",
    "SO 300 400 people came",
    "10+20 is 30",
    "A+E was full",
    "no lights.no police.no hope",
    "bad.sad.mad",
    "lights.cameras.action",
    "e.g. the park, i.e. the dark",
    "what3words does not work here",
    "dark...scary...unsafe",
    "and/or///whatever",
]


@pytest.mark.parametrize(("text", "kept"), POSITIONS.values(), ids=POSITIONS)
def test_a_position_goes(text: str, kept: str) -> None:
    assert redact(text).text == kept


@pytest.mark.parametrize("text", ORDINARY)
def test_prices_times_and_sentences_stay(text: str) -> None:
    assert redact(text).text == text
