"""Full postcodes and vehicle marks go; districts, roads and models stay."""

from __future__ import annotations

import pytest

from surveys.redaction import redact

MARKS = {
    "postcode": ("lights out at E1 4ZZ", "lights out at [postcode]"),
    "postcode, small and whole": ("near e14qq please", "near [postcode] please"),
    "postcode, spaced": ("e1 6 zq is us", "[postcode] is us"),
    "postcode, slashed": ("E1/5XX flats", "[postcode] flats"),
    "postcode, a letter for a digit": ("El 4ZZ we need lights", "[postcode] we need lights"),
    "postcode, over two lines": ("E1\n4ZQ near the shops", "[postcode] near the shops"),
    "postcode, in brackets": ("E1 (4ZZ) is dark", "[postcode] is dark"),
    "postcode, all in brackets": ("here (E1 4ZZ) it is dark", "here ([postcode]) it is dark"),
    "postcode, a Cyrillic letter": ("\u04151 4ZZ is dark", "[postcode] is dark"),
    "mark, Cyrillic letters": ("\u0410\u041212 \u0421DE waits", "[vehicle] waits"),
    "mark, all Cyrillic": ("\u0410\u041212 \u0421\u0415\u0425", "[vehicle]"),
    "mark, Greek letters": ("\u0391\u039212 CDE waits", "[vehicle] waits"),
    "mark": ("AB12 CDE drives fast", "[vehicle] drives fast"),
    "mark, small": ("ab34cdf is here", "[vehicle] is here"),
    "mark, small and spaced": ("ab 78 cdf nissan juke", "[vehicle] nissan juke"),
    "mark that has a word": ("LM80-NOT I am tired", "[vehicle] I am tired"),
    "mark, spaced out": ("the reg is A B 7 8 C D G", "the reg is [vehicle]"),
    "mark, a letter for a digit": ("ABI2 CDE waits", "[vehicle] waits"),
    "mark of before 2001": ("M127 EFG burnt out", "[vehicle] burnt out"),
    "mark of before 1983": ("reg abe136f", "reg [vehicle]"),
    "full width": ("\uff21\uff22\uff13\uff14 \uff23\uff24\uff2a again", "[vehicle] again"),
}
ORDINARY = [
    "E1 and E14 are the worst",
    "E3 2 miles away is better",
    "E14 1st floor",
    "in E2 at 5 pm",
    "M25 style traffic",
    "a black BMW M3 does donuts",
    "NO 20 MPH signs",
    "ON 12 DEC nobody came",
    "IN 24 HRS it was back",
    "TFL 100 bus",
    "PS5 stolen from the van",
    "\u0443 \u043d\u0430\u0441 \u0441 5 \u0434\u043e 10 \u0442\u0435\u043c\u043d\u043e",
]


@pytest.mark.parametrize(("text", "kept"), MARKS.values(), ids=MARKS)
def test_postcodes_and_vehicle_marks_go(text: str, kept: str) -> None:
    assert redact(text).text == kept


@pytest.mark.parametrize("text", ORDINARY)
def test_districts_roads_and_models_stay(text: str) -> None:
    assert redact(text).text == text
