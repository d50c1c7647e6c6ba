"""Calls are checked against the published Bot API, and so is what the sandbox itself says."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.sandbox import LocalLine, Phone, Sandbox, find_specification
from bot.sandbox.refusals import ApiError
from bot.sandbox.specification import Specification, load_specification
from bot.sandbox.uploads import Upload

pytestmark = pytest.mark.skipif(
    find_specification() is None,
    reason="the Bot API specification is not kept beside this repository",
)


@pytest.fixture
def specification() -> Specification:
    path = find_specification()
    assert path is not None
    return load_specification(path)


BUTTON = {"text": "Yes", "callback_data": "y"}
VIOLATIONS: dict[str, tuple[str, dict[str, Any], str]] = {
    "unknown-parameter": (
        "sendMessage",
        {"chat_id": 1, "text": "x", "reply_makrup": {}},
        'sendMessage has no parameter "reply_makrup"',
    ),
    "misspelt-button": (
        "sendMessage",
        {
            "chat_id": 1,
            "text": "x",
            "reply_markup": {"inline_keyboard": [[{"text": "Yes", "calback_data": "y"}]]},
        },
        'reply_markup.inline_keyboard[0][0] (InlineKeyboardButton, Bot API 10.1) has no field "cal',
    ),
    "row-is-no-list": (
        "sendMessage",
        {"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [BUTTON]}},
        '"reply_markup.inline_keyboard[0]" must be of type Array',
    ),
    "markup-of-no-kind": (
        "sendMessage",
        {"chat_id": 1, "text": "x", "reply_markup": {"buttons": []}},
        '"reply_markup" must be of type InlineKeyboardMarkup or ReplyKeyboardMarkup or',
    ),
    "reply-keyboard-under-an-edit": (
        "editMessageText",
        {"chat_id": 1, "message_id": 1, "text": "x", "reply_markup": {"keyboard": [["Yes"]]}},
        "reply_markup (InlineKeyboardMarkup, Bot API 10.1) has no field",
    ),
    "truth-as-number": (
        "sendMessage",
        {"chat_id": 1, "text": "x", "disable_notification": 1},
        '"disable_notification" must be of type Boolean',
    ),
    "number-as-truth": (
        "deleteMessage",
        {"chat_id": 1, "message_id": True},
        '"message_id" must be of type Integer',
    ),
    "text-as-number": (
        "sendMessage",
        {"chat_id": 1, "text": 5},
        '"text" must be of type String',
    ),
    "description-too-long": (
        "setMyCommands",
        {"commands": [{"command": "a", "description": "x" * 257}]},
        '"commands[0].description" must have 1-256 characters, has 257',
    ),
    "unknown-scope": (
        "setMyCommands",
        {"commands": [{"command": "a", "description": "b"}], "scope": {"type": "everybody"}},
        '"scope" must be of type BotCommandScopeDefault or',
    ),
    "scope-without-its-chat": (
        "setMyCommands",
        {"commands": [{"command": "a", "description": "b"}], "scope": {"type": "chat"}},
        '"scope" must be of type',
    ),
    "field-missing": (
        "setMyCommands",
        {"commands": [{"command": "a"}]},
        'commands[0] (BotCommand) lacks the field "description"',
    ),
    "required-and-missing": ("setWebhook", {}, 'parameter "url" is required'),
    "not-json": ("getUpdates", {"allowed_updates": "[message"}, "can't parse allowed_updates JSON"),
}


@pytest.mark.parametrize(("method", "call", "problem"), VIOLATIONS.values(), ids=VIOLATIONS)
def test_a_call_that_breaks_the_specification_is_refused_naming_the_place(
    specification: Specification, method: str, call: dict[str, Any], problem: str
) -> None:
    with pytest.raises(ApiError) as refused:
        specification.check_call(method, call, {})
    assert refused.value.status == 400
    assert problem in refused.value.description


def test_an_upload_that_nothing_refers_to_is_refused(specification: Specification) -> None:
    upload = Upload("a.png", "image/png", b"x")
    by_name = {"chat_id": 1, "photo": "attach://mine"}
    assert specification.check_call("sendPhoto", {"chat_id": 1}, {"photo": upload}) == {
        "chat_id": 1
    }
    assert specification.check_call("sendPhoto", by_name, {"mine": upload}) == by_name
    with pytest.raises(ApiError, match='takes no file "other"'):
        specification.check_call("sendPhoto", by_name, {"mine": upload, "other": upload})


SOUND: dict[str, tuple[str, dict[str, Any]]] = {
    "keyboard": (
        "sendMessage",
        {"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [[BUTTON, BUTTON], []]}},
    ),
    "name-for-a-chat": ("sendMessage", {"chat_id": "@somewhere", "text": "x"}),
    "button-as-text": (
        "sendMessage",
        {"chat_id": 1, "text": "x", "reply_markup": {"keyboard": [[{"text": "Yes"}]]}},
    ),
    "remove-keyboard": (
        "sendMessage",
        {"chat_id": 1, "text": "x", "reply_markup": {"remove_keyboard": True}},
    ),
    "scope-of-a-chat": (
        "setMyCommands",
        {
            "commands": [{"command": "a", "description": "b"}],
            "scope": {"type": "chat", "chat_id": 1},
        },
    ),
    "nested-types": (
        "sendMessage",
        {
            "chat_id": 1,
            "text": "x",
            "reply_parameters": {"message_id": 3},
            "link_preview_options": {"is_disabled": True},
        },
    ),
}


@pytest.mark.parametrize(("method", "call"), SOUND.values(), ids=SOUND)
def test_a_sound_call_passes_as_json_and_as_form(
    specification: Specification, method: str, call: dict[str, Any]
) -> None:
    assert specification.check_call(method, call, {}) == call
    form = {key: part if isinstance(part, str) else json.dumps(part) for key, part in call.items()}
    assert specification.check_call(method, form, {}) == call


@pytest.fixture
async def phone() -> AsyncIterator[tuple[Sandbox, Phone]]:
    async with Sandbox() as sandbox:
        yield (
            sandbox,
            await Phone.create(
                LocalLine(sandbox.service),
                "Ann",
                last_name="B",
                username="ann_b",
                language_code="bn",
            ),
        )


async def test_a_violation_over_http_has_no_effect(phone: tuple[Sandbox, Phone]) -> None:
    sandbox, person = phone
    await person.start()
    async with httpx.AsyncClient(trust_env=False) as client:
        url = f"{sandbox.base_url}{sandbox.service.token}/"
        call = {"chat_id": person.user_id, "text": "Hi", "keyboard": []}
        answer = await client.post(f"{url}sendMessage", json=call)
        assert answer.status_code == 400
        answer = await client.post(f"{url}sendPoll", json={})
        assert answer.json()["description"] == "Not Found: the sandbox does not have sendPoll"
    assert len((await person.read()).messages) == 1


async def test_every_update_and_answer_of_the_sandbox_is_as_specified(
    phone: tuple[Sandbox, Phone], specification: Specification
) -> None:
    sandbox, person = phone
    await person.start("payload")
    results: list[tuple[str, Any]] = []
    async with httpx.AsyncClient(trust_env=False) as client:

        async def call(kind: str, method: str, **values: Any) -> Any:
            url = f"{sandbox.base_url}{sandbox.service.token}/{method}"
            answer = (await client.post(url, json=values)).json()
            assert answer["ok"], answer
            results.append((kind, answer["result"]))
            return answer["result"]

        async def upload(method: str, **files: tuple[str, bytes, str]) -> None:
            url = f"{sandbox.base_url}{sandbox.service.token}/{method}"
            values = {"chat_id": str(person.user_id), "caption": "c"}
            answer = (await client.post(url, data=values, files=files)).json()
            assert answer["ok"], answer
            results.append(("Message", answer["result"]))

        markup = {"inline_keyboard": [[BUTTON]]}
        chat = {"chat_id": person.user_id}
        sent = await call("Message", "sendMessage", **chat, text="Q", reply_markup=markup)
        await person.tap("Yes")
        edit = {**chat, "message_id": sent["message_id"], "parse_mode": "HTML"}
        await call("Message", "editMessageText", **edit, text='<a href="tg://user">R</a>')
        await person.tap("Yes", stale=True)
        await upload("sendDocument", document=("a.pdf", b"%PDF", "application/pdf"))
        await upload("sendPhoto", photo=("a.png", b"PNG", "image/png"))
        await call("Message", "sendPhoto", **chat, photo=results[-1][1]["photo"][0]["file_id"])
        await call("User", "getMe")
        await call("WebhookInfo", "getWebhookInfo")
        await person.edit("edited")
        for kind in ("sticker", "photo", "voice", "document", "location", "contact"):
            await person.attach(kind)
        await person.block()
        updates = await call("Array of Update", "getUpdates")
        assert len(updates) == 11
    for kind, result in results:
        specification.check_object(kind, result)
