"""What people announce in unusual ways goes, and what only sounds like it stays."""

from __future__ import annotations

import pytest

from surveys.redaction import redact

ANNOUNCED = {
    "surname on the next line": ("my name is Rafi\nSampleton", "my name is [name]\n[name]"),
    "surname as the next message": ("my name is [name]\nSampleton", "my name is [name]\n[name]"),
    "small surname": ("my name is rafi\nsampleton", "my name is [name]\n[name]"),
    "surname after a line of its own": (
        "my name is\nRafi\nSampleton",
        "my name is\n[name]\n[name]",
    ),
    "known surname, after a relation": ("my son Yusuf\nkhan", "my son [name]\n[name]"),
    "known end of two words": ("my name is Rafi\nul Islam", "my name is [name]\n[name]"),
    "who cares for somebody": ("my case worker is Jane Doe", "my case worker is [name]"),
    "who cares, small": ("housing officer jane doe", "housing officer [name]"),
    "somebody's name without a verb": ("his name tariq mahmood", "his name [name]"),
    "name between commas": ("her name, Fatima Begum, is", "her name, [name], is"),
    "relation, brackets": ("my ex (Ottoline) left", "my ex ([name]) left"),
    "next door, brackets": ("next door (Tariq) shouts", "next door ([name]) shouts"),
    "name before the word": ("Ottoline is my name", "[name] is my name"),
    "surname before the word": ("Sampleton is my surname.", "[name] is my surname."),
    "small name before the word": ("rafi is my name and i", "[name] is my name and i"),
    "relation with an honorific": ("my uncle salim bhai runs it", "my uncle [name] runs it"),
    "Md.": ("Md. Ottoman told me", "[name] told me"),
    "Bengali prefix": ("মোঃ রহিম, আলো নেই", "মোঃ [name], আলো নেই"),
    "small, I am": ("im rafi btw", "im [name] btw"),
    "my @": ("my @ is someone99", "my @ is [handle]"),
    "postcode in words": ("postcode is e1four zz", "postcode is [postcode]"),
    "district in words": ("e fourteen 4 zz", "[postcode]"),
    "street in brackets": ("at 33B (Sample Road)", "at [address]"),
    "house of whom": ("I'm in 27 Samplefron", "I'm in [address]"),
    "reference with strokes": ("tenancy ref TH/00123/45", "tenancy ref [number]"),
    "number of a complaint": ("complaint number TH-12345", "complaint number [number]"),
    "CAD and its day": ("CAD 1234 12 Nov", "CAD [number]"),
}
ORDINARY = [
    "my name is [name]\nLights are out",
    "My name is [name]\nVandalism\nBurglary",
    "my name is [name]\nspeeding",
    "Hi [name]\nVandalism",
    "my [name]\nSampleton",
    "my case worker is useless",
    "Housing Officer visits would help",
    "his name escapes me",
    "My name, Address, Phone were asked for",
    "my son (Year 9) was robbed",
    "my son (ADHD) is searched",
    "my landlord (Sampleton) does nothing",
    "next door (Costa) closes at 9",
    "Trouble is my name is on a list",
    "all I ask is my name stays private",
    "amar bhai was robbed",
    "the MD of the company lied",
    "মোট ১০ জন",
    "im frank about it",
    "my @ is not working",
    "E14 four of us",
    "E2 two at a time",
    "bus 25 (Whitechapel Road)",
    "I'm in 27 WhatsApp groups",
    "I'm in 27 Samplefron groups",
    "case numbers rose by 10000 this year",
    "CAD drawings 12 of them",
]


@pytest.mark.parametrize(("text", "kept"), ANNOUNCED.values(), ids=ANNOUNCED)
def test_what_is_announced_in_an_unusual_way_goes(text: str, kept: str) -> None:
    assert redact(text).text == kept


@pytest.mark.parametrize(("text", "kept"), ANNOUNCED.values(), ids=ANNOUNCED)
def test_what_went_in_an_unusual_way_stays_as_it_is(text: str, kept: str) -> None:
    assert redact(kept).text == kept


@pytest.mark.parametrize("text", ORDINARY)
def test_what_only_sounds_like_an_announcement_stays(text: str) -> None:
    assert redact(text).text == text
