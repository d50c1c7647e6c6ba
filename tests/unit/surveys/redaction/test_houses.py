"""A house goes by its number alone where the words beside it say that it is one."""

from __future__ import annotations

import pytest

from surveys.redaction import redact

HOUSES = {
    "said what it is": ("my house number is 34", "my house number is [address]"),
    "number in words": ("I live at number fifty six", "I live at [address]"),
    "next door": ("next door at number fifty six", "next door at [address]"),
    "house at a number": (
        "It's the house at 42 on Bonner Street",
        "It's the house at [address] on Bonner Street",
    ),
    "lives at a number": ("I live at 34 in Tarling West", "I live at [address] in Tarling West"),
    "neighbour at a number": (
        "My neighbour at 17, Tracey, is loud",
        "My neighbour at [address], [name], is loud",
    ),
    "neighbour at number": (
        "my neighbour at number 17, Tracey, is loud",
        "my neighbour at [address], [name], is loud",
    ),
    "house with a letter": ("The guy in 14b sells weed", "The guy in [address] sells weed"),
    "from a house with a letter": ("chris from 14b sells", "chris from [address] sells"),
    "street after a word and a letter": ("at twelve a Ricardo Street", "at [address]"),
}
ORDINARY = [
    "I lived at 21 with my mum",
    "we are living at 30 percent above the limit",
    "kids at 17 leave school",
    "people at 10 on Brick Lane shout",
    "from 9a to 5p",
    "the shop at 11 pm",
    "the house at 6 in the morning was raided",
    "neighbours at 3 am shout",
    "I live at 100 miles an hour",
    "issue number one is drugs",
    "at number one of my list is litter",
    "house number one thing to fix is the lights",
    "ten a day",
]


@pytest.mark.parametrize(("text", "kept"), HOUSES.values(), ids=HOUSES)
def test_the_number_of_a_house_goes(text: str, kept: str) -> None:
    assert redact(text).text == kept


@pytest.mark.parametrize("text", ORDINARY)
def test_ages_times_and_counts_stay(text: str) -> None:
    assert redact(text).text == text
