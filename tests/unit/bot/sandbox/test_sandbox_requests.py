"""Reading requests: parameters, uploads and keyboards."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.keyboards import find_button, read_markup
from bot.sandbox.parameters import Parameters, read_parameters
from bot.sandbox.refusals import ApiError
from bot.sandbox.uploads import parse_multipart


@given(st.binary(max_size=300))
def test_an_upload_is_read_byte_for_byte(content: bytes) -> None:
    body = (
        b'--edge\r\nContent-Disposition: form-data; name="text"\r\n\r\nhi\r\n'
        b'--edge\r\nContent-Disposition: form-data; name="photo"; filename="a \\"b\\".png"\r\n'
        b"Content-Type: image/png\r\n\r\n" + content + b"\r\n--edge--\r\n"
    )
    fields, files = parse_multipart("multipart/form-data; boundary=edge", body)
    assert fields == {"text": "hi"}
    assert files["photo"].content == content
    assert (files["photo"].filename, files["photo"].content_type) == ('a "b".png', "image/png")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{"),
        ("application/json", b"[1]"),
        ("multipart/form-data", b"x"),
        (
            "multipart/form-data; boundary=e",
            b"--e\r\nContent-Disposition: form-data\r\n\r\nx\r\n--e--",
        ),
    ],
    ids=["broken-json", "json-list", "no-boundary", "part-without-name"],
)
def test_a_body_that_is_not_what_it_says_is_refused(kind: str, body: bytes) -> None:
    with pytest.raises(ApiError) as refused:
        read_parameters(kind, body, b"")
    assert refused.value.status == 400


def test_the_body_wins_over_the_query_and_null_is_nothing() -> None:
    body = b'{"text": "body", "parse_mode": null}'
    parameters = read_parameters("application/json; charset=utf-8", body, b"text=query&limit=5")
    assert parameters.values == {"text": "body", "limit": "5"}
    assert parameters.find_integer("limit") == 5


def test_an_empty_value_of_a_form_or_query_is_a_value() -> None:
    form = "application/x-www-form-urlencoded"
    assert read_parameters(form, b"url=&text=a", b"scope=").values == {
        "scope": "",
        "url": "",
        "text": "a",
    }


@pytest.mark.parametrize("value", ["five", "1.5", "", True, 1.5, "١" * 40])
def test_what_is_not_a_whole_number_is_refused(value: Any) -> None:
    with pytest.raises(ApiError, match="must be of type Integer"):
        Parameters({"limit": value}).find_integer("limit")


KEYBOARDS: dict[str, tuple[Any, str]] = {
    "a-list": ([], "object expected"),
    "no-kind": ({"buttons": []}, "none of the four kinds"),
    "rows-not-lists": ({"inline_keyboard": [{"text": "a"}]}, "Array of Arrays"),
    "button-is-text": ({"inline_keyboard": [["a"]]}, "must be Object"),
    "no-text": ({"inline_keyboard": [[{"text": " ", "callback_data": "a"}]]}, "no text"),
    "does-nothing": ({"inline_keyboard": [[{"text": "a"}]]}, "Text buttons are unallowed"),
    "does-two-things": (
        {"inline_keyboard": [[{"text": "a", "callback_data": "a", "url": "https://example.org"}]]},
        "Text buttons are unallowed",
    ),
}


@pytest.mark.parametrize(("markup", "problem"), KEYBOARDS.values(), ids=KEYBOARDS)
def test_a_keyboard_that_cannot_be_shown_is_refused(markup: Any, problem: str) -> None:
    with pytest.raises(ApiError, match=problem):
        read_markup(markup)


def test_only_inline_keyboards_go_under_an_edit() -> None:
    assert read_markup({"remove_keyboard": True}) == {"remove_keyboard": True}
    with pytest.raises(ApiError, match="inline keyboard expected"):
        read_markup({"remove_keyboard": True}, inline_only=True)


@pytest.mark.parametrize("markup", [None, {}, {"inline_keyboard": []}, {"inline_keyboard": [[]]}])
def test_a_keyboard_without_buttons_is_none(markup: Any) -> None:
    assert read_markup(markup) is None


def test_a_button_is_found_by_label_beginning_or_place() -> None:
    buttons = [{"text": "10. Ten"}, {"text": "1. One"}, {"text": "1"}]
    markup = {"inline_keyboard": [[buttons[0]], buttons[1:]]}
    assert find_button(markup, "1", None) == buttons[2]
    assert find_button(markup, "1.", None) == buttons[1]
    assert find_button(markup, None, 0) == buttons[0]
    assert find_button(markup, "2", None) is None
    assert find_button(markup, None, 3) is None
