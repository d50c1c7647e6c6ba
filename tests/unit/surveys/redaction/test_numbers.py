"""Telephone numbers and numbers of one person go; dates, sums and answers stay."""

from __future__ import annotations

import pytest

from surveys.redaction import redact
from surveys.redaction.digits import is_luhn

PHONES = {
    "mobile": ("call me on 07700 900123", "call me on [phone]"),
    "landline": ("office 020 7946 0012", "office [phone]"),
    "international": ("call +44 (0) 7700 900289", "call [phone]"),
    "single digits": ("0 7 7 0 0 9 0 0 3 8 9 ring", "[phone] ring"),
    "other separators": ("07700/900/489", "[phone]"),
    "over lines": ("my number\n07700\n900\n789", "my number\n[phone]"),
    "letters for digits": ("O77OO 9OO823", "[phone]"),
    "in words": ("zero seven seven zero zero nine zero zero one three four", "[phone]"),
    "half in words": ("07700 nine hundred 156", "[phone]"),
    "extension": ("020 7946 0256 extension 5", "[phone]"),
    "Bengali digits": ("ফোন ০৭৭০০৯০০৫৫৬", "ফোন [phone]"),
    "letters between": ("07700x900x723", "[phone]"),
    "figures and words, glued": ("zero7seven00nine00two23", "[phone]"),
    "keycaps": ("0\ufe0f\u20e37\ufe0f\u20e37\ufe0f\u20e300 900123", "[phone]"),
    "invisible sign inside": ("07700\u200b900656", "[phone]"),
    "glued": ("number(07700900934)please", "number([phone])please"),
}
PERSONAL = {
    "National Insurance": ("my NI number is QQ 12 34 56 C", "my NI number is [number]"),
    "National Insurance, no suffix": ("QQ 12 34 56", "[number]"),
    "NHS": ("NHS number 999 104 5678", "NHS number [number]"),
    "NHS, glued": ("NHSno9991045678", "NHSno[number]"),
    "card": ("my card 4111 1111 1111 1111 was cloned", "my card [number] was cloned"),
    "card, digit by digit": ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "[number]"),
    "card, letters for digits": ("4III 1111 1111 1111", "[number]"),
    "card, security code": ("cvv 123", "cvv [number]"),
    "sort code and account": ("sort 00-00-02 acc 12345670", "sort [number] acc [number]"),
    "IBAN": ("IBAN GB00 XXXX 0000 0012 3456 78", "IBAN [number]"),
    "IBAN, small": ("iban gb00 xxxx 0000 0012 3456 79", "iban [number]"),
    "account": ("account number: 44556677", "account number: [number]"),
    "date of birth": ("dob 01/02/1980", "dob [number]"),
    "date of birth, month in words": ("dob 12 march 1988", "dob [number]"),
    "date of birth, short month": ("born 1 Feb 1980", "born [number]"),
    "date of birth, ordinal": ("born on 1st of Feb, 1980", "born on [number]"),
    "date of birth, one run": ("my dob 030485", "my dob [number]"),
    "date of birth, eight digits": ("date of birth: 03041985", "date of birth: [number]"),
    "incident of the police": ("CAD 4512 of 3 June", "CAD [number] of 3 June"),
    "incident, small": ("cad ref 512", "cad ref [number]"),
    "reference with a date": ("CAD 4532/12nov", "CAD [number]"),
}
ORDINARY = [
    "happened on 01/10/2026 about 18:45",
    "01/02/2026 and 03/04/2026",
    "2019, 2020, 2021, 2022",
    "Between 2015 and 2020",
    "between 10.30pm and 04.15am",
    "2 7 11",
    "1 2 3 4 5 6 7 8 9 10",
    "£1,250,000 spent on a fence",
    "100,000 residents 400 officers",
    "ring 111 option 2",
    "text 61016 on the train",
    "two or three times a week four or five boys",
    "it takes 28 days",
    "cad 20 designs of the square",
]


@pytest.mark.parametrize(("text", "kept"), PHONES.values(), ids=PHONES)
def test_a_telephone_number_goes_whole(text: str, kept: str) -> None:
    assert redact(text).text == kept


@pytest.mark.parametrize(("text", "kept"), PERSONAL.values(), ids=PERSONAL)
def test_a_number_of_one_person_goes(text: str, kept: str) -> None:
    assert redact(text).text == kept


@pytest.mark.parametrize("text", ORDINARY)
def test_dates_sums_and_answers_stay(text: str) -> None:
    assert redact(text).text == text


@pytest.mark.parametrize(
    ("digits", "fits"),
    [("4111111111111111", True), ("4111111111111112", False), ("378282246310005", True)],
)
def test_the_check_digit_of_a_card_is_known(digits: str, fits: bool) -> None:
    assert is_luhn(digits) is fits
