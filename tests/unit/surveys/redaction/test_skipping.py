"""Most texts lack what a search needs, and are not searched: the least that must be let through."""

from __future__ import annotations

import pytest

from surveys.redaction import redact
from surveys.redaction.finds import Kind

FOUND = [
    pytest.param("34 Example Road", Kind.ADDRESS, id="house and street"),
    pytest.param("twenty one Example Road", Kind.ADDRESS, id="house in words"),
    pytest.param("they live at 12a", Kind.ADDRESS, id="house alone"),
    pytest.param("home at number twelve", Kind.ADDRESS, id="house alone in words"),
    pytest.param("he lives at 8 Seaview", Kind.ADDRESS, id="house by its name"),
    pytest.param("51.5074, -0.1278", Kind.ADDRESS, id="degrees"),
    pytest.param("TQ 123 456", Kind.ADDRESS, id="reference of the grid"),
    pytest.param("9C3XGQ4F+8H", Kind.ADDRESS, id="plus code"),
    pytest.param("///filled.counted.soaped", Kind.ADDRESS, id="three words with slashes"),
    pytest.param("w3w filled\u3002counted\u3002soaped", Kind.ADDRESS, id="three words said"),
    pytest.param("xylem.counted.soaped", Kind.ADDRESS, id="three words alone"),
    pytest.param("El OAB", Kind.POSTCODE, id="postcode in letters alone"),
    pytest.param("AB12 CDE", Kind.VEHICLE, id="mark of a vehicle"),
    pytest.param("PC 1234", Kind.OFFICER, id="number of an officer"),
    pytest.param("PC one two three four", Kind.OFFICER, id="number of an officer in words"),
    pytest.param("PC double two", Kind.OFFICER, id="two words of a number"),
    pytest.param("PC Rahim", Kind.OFFICER, id="name of an officer"),
    pytest.param("pc rahim told me", Kind.OFFICER, id="name of an officer in small letters"),
    pytest.param("pc rahim 1234", Kind.OFFICER, id="name of an officer by its number"),
    pytest.param("someone@example.org", Kind.EMAIL, id="email"),
    pytest.param("someone at example.org", Kind.EMAIL, id="email with at"),
    pytest.param("someone (AT) example.org", Kind.EMAIL, id="email with at in brackets"),
    pytest.param("someone at example DOT org", Kind.EMAIL, id="email in words"),
    pytest.param("example.ORG", Kind.LINK, id="domain"),
    pytest.param("example[.]org", Kind.LINK, id="domain with a stop in brackets"),
    pytest.param("example . org", Kind.LINK, id="domain with spaces"),
    pytest.param("example,com", Kind.LINK, id="domain with a comma"),
    pytest.param("exampleDOTcom", Kind.LINK, id="domain with dot inside"),
    pytest.param("example DOT com", Kind.LINK, id="domain in words"),
    pytest.param("WWW example com", Kind.LINK, id="www with spaces"),
    pytest.param("WWW.example.zz", Kind.LINK, id="www"),
    pytest.param("https://example", Kind.LINK, id="address with a scheme"),
    pytest.param("example.museum/page", Kind.LINK, id="address with a path"),
    pytest.param("wa . me/someone", Kind.LINK, id="short address"),
    pytest.param("192.0.2.1", Kind.LINK, id="number of the internet"),
    pytest.param("2001:DB8:0::1", Kind.LINK, id="long number of the internet"),
    pytest.param("someone#1234", Kind.HANDLE, id="name with a number sign"),
    pytest.param("some_one", Kind.HANDLE, id="name with an underscore"),
    pytest.param("some UNDERSCORE one", Kind.HANDLE, id="name with an underscore in words"),
    pytest.param("u/someone", Kind.HANDLE, id="name with a slash"),
    pytest.param("@someone", Kind.HANDLE, id="name with an at"),
    pytest.param("insta@someone", Kind.HANDLE, id="name glued to its platform"),
    pytest.param("insta: someone7", Kind.HANDLE, id="name on a platform"),
    pytest.param("my tik tok is someone7", Kind.HANDLE, id="platform of two words"),
    pytest.param(
        "oh seven seven double oh nine oh oh one two three", Kind.PHONE, id="phone in words"
    ),
    pytest.param("ohsevensevenohohnineohohonetwothree", Kind.PHONE, id="phone in glued words"),
    pytest.param("sort code 123456", Kind.PERSONAL_NUMBER, id="number of an account"),
]


@pytest.mark.parametrize(("text", "kind"), FOUND)
def test_the_least_of_every_form_is_found(text: str, kind: Kind) -> None:
    assert redact(text).found == (kind.value,)


@pytest.mark.parametrize(("text", "kind"), FOUND)
def test_it_is_found_in_a_long_comment_without_anything_else(text: str, kind: Kind) -> None:
    around = "It is dark behind the shops, and nobody mends the lamps. "
    assert kind.value in redact(f"{around}{text} {around}").found
