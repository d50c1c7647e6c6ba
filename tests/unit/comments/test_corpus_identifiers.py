"""The comments with planted identifiers are what they say, and name nobody who lives."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest

from tests.comments.corpora import (
    Plant,
    Planted,
    load_disclosures,
    load_ordinary,
    load_planted,
    plain,
)

KINDS = (
    "name",
    "phone",
    "email",
    "link",
    "handle",
    "postcode",
    "vehicle",
    "personal_number",
    "address",
    "officer",
)
PLANTED = load_planted()
FRESH = load_planted("identifiers_fresh.csv")
DISCLOSED = ("disclosures.csv", "disclosures_fresh.csv")
ORDINARY = ("no_disclosure.csv", "no_disclosure_fresh.csv")
in_each_file = pytest.mark.parametrize("planted", [PLANTED, FRESH], ids=["first", "fresh"])
LONG_NUMBER = re.compile(r"(?:\d[\s().,/*_–‑-]*){9,}")

DRAMA = re.compile(r"(?:0|44|440|0044|00440)?(?:7700900\d{3}|2079460\d{3})")
EXTENSION = re.compile(r"\b(?:ext(?:ension)?\.?|x)\s*\d{1,3}$", re.IGNORECASE)
SPOKEN = ("oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

RESERVED_HOST = r"(?:[\w.-]+\.)?(?:example\.(?:org|com|net)|[\w-]+\.example)"
RESERVED_LINK = re.compile(
    rf"(?:h(?:tt|xx)ps?://|ftp://|tg://)?(?:user@)?"
    rf"(?:{RESERVED_HOST}|192\.0\.2\.\d+|\[2001:db8::1\]"
    r"|(?:t|telegram)\.me(?=.*example)|resolve\?domain=example_watch|wa\.me/447700900\d{3}$)"
    r"(?=[:/?#]|$)",
    re.IGNORECASE,
)
MADE_UP_HANDLE = re.compile(r"example|someone|sample|invented|madeup|nobody|s0me0ne", re.IGNORECASE)
MADE_UP_UNITS = {"ZZ", "ZX", "ZQ", "QZ", "QQ", "XX", "XZ", "YZ"}
MADE_UP_STREET = re.compile(
    r"example|sample|invented|placeholder|specimen|madeup|fictional|imaginary|pretend|dummy|notreal"
    r"|^block \w,? flat \d+$|^flat \d+,? block \w$",
    re.IGNORECASE,
)
# Current marks carry the half-year of first registration: 27 to 50 and 77 to 99 are still to come.
UNISSUED = re.compile(
    r"[A-Z]{2}(?:2[7-9]|3\d|4\d|50|7[7-9]|8\d|9\d)[A-Z]{3}"
    r"|[A-Z]1[23]\d[A-Z]{3}|[A-Z]{3}1[23]\d[A-Z]"  # older styles, plainly made up
    r"|AB(?:1|I)2CDE"  # the domain reference's example
)

TEST_CARD = (
    "4111111111111111|4242424242424242|4000056655665556|4012888888881881|4222222222222"
    "|5555555555554444|5105105105105100|2223003122003222|378282246310005|371449635398431"
    "|6011111111111117|30569309025904|3566002020360505"
)
MADE_UP_ACCOUNT = (
    "12345678|00012345|87654321|12345679|12345670|11223344|22334455|33445566|44556677|55667788"
    r"|00000\d|GB00\w+|0000111122223333"
)


def _digits(typed: str) -> str:
    """The digits of a phone number, however they were written."""
    text = EXTENSION.sub("", plain(typed)).casefold().replace("nine hundred", "900")
    text = text.replace("zero", "0").replace("seven hundred", "700")
    for digit, word in enumerate(SPOKEN):
        text = re.sub(rf"double {word}\b", f"{digit}{digit}", text)
        text = re.sub(rf"\b{word}\b", str(digit), text)
    return re.sub(r"\D", "", text.replace("o", "0"))


def _host(typed: str) -> str:
    """A host or an address of the web, with the dots that were spelled or split."""
    text = re.sub(r"\s*[\[(]?\bdot\b[\])]?\s*", ".", plain(typed), flags=re.IGNORECASE)
    text = re.sub(r"\s*\bslash\b\s*", "/", text, flags=re.IGNORECASE)
    return re.sub(r"\s+", "", text).replace("。", ".").replace(",", ".")


def _is_drama_number(typed: str) -> bool:
    return DRAMA.fullmatch(_digits(typed)) is not None


def _is_at_reserved_domain(typed: str) -> bool:
    host = re.split(r"@|\bat\b", plain(typed), flags=re.IGNORECASE)[-1]
    return re.fullmatch(RESERVED_HOST, _host(host).lstrip("])"), re.IGNORECASE) is not None


def _leads_nowhere(typed: str) -> bool:
    return RESERVED_LINK.match(_host(typed)) is not None


def _is_made_up_handle(typed: str) -> bool:
    return MADE_UP_HANDLE.search(plain(typed)) is not None


def _is_made_up_street(typed: str) -> bool:
    return MADE_UP_STREET.search(plain(typed)) is not None


def _has_made_up_unit(typed: str) -> bool:
    return _sign_only(typed)[-2:] in MADE_UP_UNITS


def _is_unissued_mark(typed: str) -> bool:
    return UNISSUED.fullmatch(_sign_only(typed)) is not None


def _is_test_number(typed: str) -> bool:
    number = _sign_only(typed)
    patterns = rf"QQ\d{{6}}[A-D]|{TEST_CARD}|{MADE_UP_ACCOUNT}"
    return _is_test_nhs_number(number) or re.fullmatch(patterns, number) is not None


def _is_test_nhs_number(number: str) -> bool:
    """Whether it is in the test range and its last digit follows from the rest (modulus 11)."""
    if not re.fullmatch(r"999\d{7}", number):
        return False
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(number[:9]))
    return number[-1] == str((11 - total % 11) % 11)


def _sign_only(typed: str) -> str:
    return re.sub(r"[\W_]", "", plain(typed)).upper()


def test_ids_are_unique_and_in_order() -> None:
    assert [comment.id for comment in PLANTED] == [f"I{n:03}" for n in range(1, len(PLANTED) + 1)]


def test_no_comment_stands_twice_so_none_is_in_both_splits() -> None:
    assert len({comment.text.casefold() for comment in PLANTED}) == len(PLANTED)


def test_there_are_enough_comments_and_two_in_five_are_for_development() -> None:
    splits = Counter(comment.split for comment in PLANTED)

    assert set(splits) == {"dev", "held_out"}
    assert len(PLANTED) >= 480
    assert splits["dev"] / len(PLANTED) == pytest.approx(0.4, abs=0.01)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("split", ["dev", "held_out"])
def test_every_kind_stands_at_least_thirty_times_in_each_split(kind: str, split: str) -> None:
    held = [plant for one in PLANTED if one.split == split for plant in one.plants]

    assert sum(plant.kind == kind for plant in held) >= 30


@in_each_file
def test_a_comment_holds_each_plant_once_and_exactly(planted: tuple[Planted, ...]) -> None:
    for comment in planted:
        assert comment.plants, comment.id
        for plant in comment.plants:
            assert plant.kind in KINDS, comment.id
            assert plant.typed.strip() == plant.typed != "", comment.id
            assert comment.text.count(plant.typed) == 1, comment.id
        taken = sum(len(plant.typed) - 1 for plant in comment.plants)
        assert len(comment.without_plants()) == len(comment.text) - taken, f"{comment.id} overlaps"


@in_each_file
@pytest.mark.parametrize(
    ("kind", "belongs_to_nobody"),
    [
        ("phone", _is_drama_number),
        ("email", _is_at_reserved_domain),
        ("link", _leads_nowhere),
        ("handle", _is_made_up_handle),
        ("postcode", _has_made_up_unit),
        ("vehicle", _is_unissued_mark),
        ("personal_number", _is_test_number),
        ("address", _is_made_up_street),
    ],
)
def test_every_identifier_is_made_up_or_kept_free_for_tests(
    planted: tuple[Planted, ...], kind: str, belongs_to_nobody: Callable[[str], bool]
) -> None:
    typed = [plant.typed for one in planted for plant in one.plants if plant.kind == kind]

    assert [one for one in typed if not belongs_to_nobody(one)] == []


def test_no_identifier_stands_outside_the_plants() -> None:
    clean = [comment.text for name in DISCLOSED for comment in load_disclosures(name)]
    clean += [comment.text for name in ORDINARY for comment in load_ordinary(name)]
    texts = [comment.without_plants() for comment in (*PLANTED, *FRESH)] + clean

    assert [text for text in texts if LONG_NUMBER.search(plain(text))] == []
    assert [text for text in clean if re.search(r"@|//|www", text)] == []


def test_the_safety_inputs_of_the_domain_reference_are_here() -> None:
    planted = {(comment.text, len(comment.plants)) for comment in PLANTED}

    assert planted >= {
        ("+44 20 7946 0958", 1),
        ("flat 12, 34 Example Road E1 4ZZ", 2),
        ("@someone", 1),
        ("AB12 CDE drives fast", 1),
        ("PC 1234 Smith was rude", 1),
    }
    assert any(comment.text.startswith("call me on 07700 900123") for comment in PLANTED)


@in_each_file
def test_a_plant_is_left_behind_where_it_is_kept_and_not_where_it_is_masked(
    planted: tuple[Planted, ...],
) -> None:
    for comment in planted:
        masked = comment.text
        for plant in comment.plants:
            masked = masked.replace(plant.typed, f"[{plant.kind}]")
        assert comment.left_behind(comment.text) == comment.plants, comment.id
        assert comment.left_behind(masked) == (), comment.id


@pytest.mark.parametrize(
    ("plant", "text", "kept"),
    [
        (Plant("officer", "1234 Smith"), "PC 1234 Smith was rude", "PC 1234 [name] was rude"),
        (Plant("address", "flat 12, 34 Example Road"), "flat 12, 34 Example Road", "flat 12, [x]"),
        (Plant("phone", "০৭৭০০ ৯০০১২৩"), "my no. ০৭৭০০ ৯০০১২৩", "my no. 07700 [number]"),
        (Plant("phone", "0 7 7 0 0"), "ring 0 7 7 0 0", "ring 0 [phone]"),
        (Plant("name", "Am\u200bina"), "my name is Am\u200bina", "my name is Amina"),
    ],
    ids=["half an officer", "half an address", "other digits", "spaced out", "invisible sign"],
)
def test_a_plant_that_is_half_redacted_is_left_behind(plant: Plant, text: str, kept: str) -> None:
    assert Planted("I000", "dev", text, (plant,)).left_behind(kept) == (plant,)
