"""Officers' numbers go with the names beside them; the police stay a subject of the comment."""

from __future__ import annotations

import pytest

from surveys.redaction import redact

OFFICERS = {
    "number and name": ("PC 1234 Smith was rude", "[officer] was rude"),
    "name and number": ("PC Vantongerenly 4418HT was fair", "[officer] was fair"),
    "small letters": ("pc dean whitlockson 4493ht lied", "[officer] lied"),
    "name without a number": ("Sgt Ballantynes promised", "[officer] promised"),
    "small name that acts": ("pc jonesly was rude", "[officer] was rude"),
    "rank in Cyrillic letters": ("\u0420\u0421 1234 was rude", "[officer] was rude"),
    "glued": ("pc1238 took my statement", "[officer] took my statement"),
    "in brackets": ("PC Hassanely (1251HT) came", "[officer] came"),
    "number of a name": ("PC Islamabadi's number was 4436", "[officer]"),
    "initial and apostrophe": ("PC 1260 S. O'Smithamly", "[officer]"),
    "called": ("an officer called Brockleby 4484", "an [officer]"),
    "behind the number": ("4488 PC Wilburforcely was there", "[officer] was there"),
    "before the rank": ("Ellwoodly (PCSO 7428) walks", "[officer]) walks"),
    "badge": ("badge no. 224HT", "[officer]"),
    "on the shoulder": ("it said 1261HT on his shoulder", "it said [officer]"),
    "his number": ("I took his number 1234HT", "I took [officer]"),
    "of the officer": ("ID number of the officer was 4431", "ID [officer]"),
    "several": ("PCs 1234, 1235 and 1236", "[officer] and [officer]"),
    "several names": ("PCs Holtbyson (4453) and Irvinely (4454)", "[officer] and [officer]"),
    "letters like digits": ("PC l234 Smithers", "[officer]"),
    "spoken": ("PC one two three four Smithwicker", "[officer]"),
    "Bengali digits": ("PC ১২৩৪ pushed me", "[officer] pushed me"),
    "warden": ("traffic warden TH46 came", "[officer] came"),
    "enforcement officer": ("THEO officer 18 helped", "THEO [officer] helped"),
}
ORDINARY = [
    "PCs were stolen from the school",
    "50 PCs were taken",
    "my PC 2 monitors and a laptop",
    "PC gone mad",
    "police 24/7 please",
    "police 999 took 40 minutes",
    "Call the police 101 and wait 50 minutes",
    "officers 10 years ago knew us",
    "THEO patrols 3 times a week",
    "number of officers was 12 and is now 5",
    "shoulder to shoulder, that is how we live",
    "Police Constable numbers are down",
    "the officer said call back Monday",
    "Constable Street needs bins",
]


@pytest.mark.parametrize(("text", "kept"), OFFICERS.values(), ids=OFFICERS)
def test_an_officer_goes_with_number_and_name(text: str, kept: str) -> None:
    assert redact(text).text == kept


@pytest.mark.parametrize("text", ORDINARY)
def test_what_is_said_of_the_police_stays(text: str) -> None:
    assert redact(text).text == text
