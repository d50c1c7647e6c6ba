"""A house or a flat goes with its street; a street alone is a place and stays."""

from __future__ import annotations

import pytest

from surveys.redaction import redact

HOUSES = {
    "flat, house, street": ("flat 12, 34 Example Road E1 4ZZ", "[address] [postcode]"),
    "small letters": ("34 example road is loud", "[address] is loud"),
    "letter": ("noise from 16A Madeup Lane again", "noise from [address] again"),
    "range": ("12-14 Sample St shop", "[address] shop"),
    "saint": ("39 St Specimen's Road", "[address]"),
    "slip": ("80 example raod every night", "[address] every night"),
    "less common street": ("36 Invented Embankment", "[address]"),
    "with capitals only": ("43 Placeholder Park", "[address]"),
    "number on": ("no 49 on Example Road has parties", "[address] has parties"),
    "number behind": ("Sample Street, 52", "[address]"),
    "in words": ("flat two, sixty one Example Road", "[address]"),
    "flat and building": ("Flat 5 Placeholder House rubbish", "[address] rubbish"),
    "flat alone": ("flat 22 is the dealers", "[address] is the dealers"),
    "block and flat": ("Block C flat 9 smells", "[address] smells"),
    "room": ("room 12, Example Hostel", "[address]"),
    "floor": ("19th floor, flat 192 Fictional Tower", "[address]"),
    "outward code": ("66 Example Road E1", "[address]"),
    "over two lines": ("flat 20\n75 Example Road", "[address]"),
    "Bengali digits": ("৭৭ Example Road এ থাকি", "[address] এ থাকি"),
    "lives at": ("he lives at 55 Example", "he lives at [address]"),
    "a street with words that count": ("12 Mile End Road is loud", "[address] is loud"),
    "the same, in small letters": ("12 mile end road is loud", "[address] is loud"),
    "the same, shouted": ("12 MILE END ROAD AGAIN", "[address] AGAIN"),
    "the same, after a comma": ("he lives at 17, Mile End Rd", "he lives at [address]"),
    "new as a name": ("dealing at 12 New Road", "dealing at [address]"),
    "wall": ("noise from 45 Wapping Wall", "noise from [address]"),
    "no word for a street": ("noise from 45 The Highway", "noise from [address]"),
    "no word for a street, small": ("it is at 45 limeharbour", "it is at [address]"),
    "two words for a street": ("45 Sample Green Road", "[address]"),
    "number in words, small": ("at twelve sample lane", "at [address]"),
    "glued": ("12SampleLane again", "[address] again"),
    "neighbour's number": ("my neighbour at number 7", "my neighbour at [address]"),
}
ORDINARY = [
    "it is dark on Example Road",
    "the 15 Commercial Road bus gets stuck",
    "after 11 Brick Lane is dangerous",
    "over 20 Roman Road shops have closed",
    "3 Brick Lane bars play music till 4",
    "In 2024 Roman Road lost its police counter",
    "Cable Street 1936, we do not forget",
    "Mile End Road 24 hours a day",
    "buses on Bow Road: 25, 205, 425",
    "the 25 Mile End Road is late",
    "in 2023 Mile End Road was dug up",
    "12 Mile End Road muggings this month",
    "3 new road crossings please",
    "ten dark streets",
    "twelve youngsters drive past",
    "2 minutes from Cable Street",
    "3 bedroom house",
    "30 mph road",
    "5 people on Bow Road",
    "flat out ignored",
    "room for improvement",
    "No. 1 issue is drugs",
    "block of flats",
]


@pytest.mark.parametrize(("text", "kept"), HOUSES.values(), ids=HOUSES)
def test_a_house_goes_with_its_street(text: str, kept: str) -> None:
    assert redact(text).text == kept


@pytest.mark.parametrize("text", ORDINARY)
def test_streets_counts_and_buses_stay(text: str) -> None:
    assert redact(text).text == text
