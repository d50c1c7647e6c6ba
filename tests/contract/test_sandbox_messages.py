"""The sandbox refuses over HTTP what Telegram refuses, with and without the specification."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from bot.sandbox import Clock, Pace, Phone, Sandbox, find_specification


@dataclass
class Hands:
    """Clocks that tests move by hand."""

    wall: float = 1_800_000_000.0
    monotonic: float = 50.0

    def clock(self) -> Clock:
        return Clock(wall=lambda: self.wall, monotonic=lambda: self.monotonic)


@dataclass
class World:
    sandbox: Sandbox
    client: httpx.AsyncClient
    phone: Phone
    hands: Hands
    keyboard: dict[str, Any] = field(
        default_factory=lambda: {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    )

    async def call(self, method: str, **parameters: Any) -> tuple[int, dict[str, Any]]:
        url = f"{self.sandbox.base_url}{self.sandbox.service.token}/{method}"
        answer = await self.client.post(url, json=parameters)
        return answer.status_code, answer.json()

    async def send(self, text: str = "Hello", **parameters: Any) -> dict[str, Any]:
        status, answer = await self.call(
            "sendMessage", chat_id=self.phone.user_id, text=text, **parameters
        )
        assert status == 200, answer
        result: dict[str, Any] = answer["result"]
        return result

    async def refused(self, method: str, **parameters: Any) -> str:
        status, answer = await self.call(method, **parameters)
        assert answer["ok"] is False
        assert answer["error_code"] == status
        return f"{status} {answer['description']}"


@pytest.fixture(params=["specification", "built-in"])
async def world(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    specification = find_specification() if request.param == "specification" else None
    if request.param == "specification" and specification is None:
        pytest.skip("the Bot API specification is not kept beside this repository")
    hands = Hands()
    async with (
        Sandbox(specification=specification, clock=hands.clock(), pace=Pace()) as sandbox,
        httpx.AsyncClient(trust_env=False) as client,
    ):
        phone = await sandbox.add_phone("Ann", language_code="bn")
        await phone.start()
        yield World(sandbox, client, phone, hands)


TEXTS = {
    "empty": ("", "400 Bad Request: message text is empty"),
    "blank": (" \n ", "400 Bad Request: message text is empty"),
    "4097-letters": ("x" * 4097, "400 Bad Request: message is too long"),
    "2049-emoji-are-4098-utf16-units": ("😀" * 2049, "400 Bad Request: message is too long"),
}


@pytest.mark.parametrize(("text", "refusal"), TEXTS.values(), ids=TEXTS)
async def test_a_text_outside_1_to_4096_utf16_units_is_refused(
    world: World, text: str, refusal: str
) -> None:
    chat_id = world.phone.user_id
    assert await world.refused("sendMessage", chat_id=chat_id, text=text) == refusal
    message_id = (await world.send())["message_id"]
    edit = {"chat_id": chat_id, "message_id": message_id, "text": text}
    assert await world.refused("editMessageText", **edit) == refusal


@pytest.mark.parametrize("text", ["x" * 4096, "😀" * 2048, "ক" * 4096], ids=["a", "emoji", "bn"])
async def test_a_text_of_exactly_4096_units_is_sent(world: World, text: str) -> None:
    assert (await world.send(text))["text"] == text


async def test_html_counts_after_parsing_and_comes_back_as_entities(world: World) -> None:
    sent = await world.send("<b>" + "x" * 4096 + "</b>", parse_mode="HTML")
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 4096}]


DATA = {
    "64-bytes": ("x" * 64, True),
    "65-bytes": ("x" * 65, False),
    "33-letters-of-2-bytes": ("é" * 33, False),
    "32-letters-of-2-bytes": ("é" * 32, True),
    "empty": ("", False),
}


@pytest.mark.parametrize(("data", "fits"), DATA.values(), ids=DATA)
async def test_callback_data_has_1_to_64_bytes(world: World, data: str, fits: bool) -> None:
    markup = {"inline_keyboard": [[{"text": "Yes", "callback_data": data}]]}
    call = {"chat_id": world.phone.user_id, "text": "Q", "reply_markup": markup}
    if fits:
        assert (await world.call("sendMessage", **call))[0] == 200
    else:
        refusal = await world.refused("sendMessage", **call)
        assert refusal == "400 Bad Request: BUTTON_DATA_INVALID"
        assert (await world.phone.read()).messages[-1].by_bot is False


async def test_a_markup_that_is_not_json_is_refused_in_telegrams_words(world: World) -> None:
    url = f"{world.sandbox.base_url}{world.sandbox.service.token}/sendMessage"
    form = {"chat_id": str(world.phone.user_id), "text": "Q", "reply_markup": "{'a'"}
    answer = (await world.client.post(url, data=form)).json()
    expected = "Bad Request: can't parse reply keyboard markup JSON object"
    assert answer["description"] == expected


async def test_an_identical_edit_is_refused_and_a_changed_keyboard_is_not(world: World) -> None:
    message_id = (await world.send("Q1", reply_markup=world.keyboard))["message_id"]
    edit = {"chat_id": world.phone.user_id, "message_id": message_id, "text": "Q1"}
    refusal = await world.refused("editMessageText", **edit, reply_markup=world.keyboard)
    assert refusal.startswith("400 Bad Request: message is not modified")
    refusal = await world.refused(
        "editMessageReplyMarkup",
        chat_id=world.phone.user_id,
        message_id=message_id,
        reply_markup=world.keyboard,
    )
    assert refusal.startswith("400 Bad Request: message is not modified")
    status, answer = await world.call("editMessageText", **edit)
    assert (status, "reply_markup" in answer["result"]) == (200, False)


async def test_editing_what_is_not_there_or_not_the_bots_is_refused(world: World) -> None:
    own = (await world.phone.read()).messages[0].message_id
    edit = {"chat_id": world.phone.user_id, "text": "Q"}
    refusal = await world.refused("editMessageText", **edit, message_id=999)
    assert refusal == "400 Bad Request: message to edit not found"
    refusal = await world.refused("editMessageText", **edit, message_id=own)
    assert refusal == "400 Bad Request: message can't be edited"


async def test_a_message_of_another_chat_cannot_be_edited(world: World) -> None:
    message_id = (await world.send())["message_id"]
    other = await world.sandbox.add_phone("Bo")
    await other.start()
    edit = {"chat_id": other.user_id, "message_id": message_id, "text": "Q"}
    refusal = await world.refused("editMessageText", **edit)
    assert refusal == "400 Bad Request: message to edit not found"


async def test_a_message_is_deleted_once_and_only_within_48_hours(world: World) -> None:
    first, second = [(await world.send(text))["message_id"] for text in ("one", "two")]
    chat_id = world.phone.user_id
    world.hands.wall += 48 * 3600
    assert (await world.call("deleteMessage", chat_id=chat_id, message_id=first))[0] == 200
    refusal = await world.refused("deleteMessage", chat_id=chat_id, message_id=first)
    assert refusal == "400 Bad Request: message to delete not found"
    world.hands.wall += 1
    refusal = await world.refused("deleteMessage", chat_id=chat_id, message_id=second)
    assert refusal == "400 Bad Request: message can't be deleted for everyone"


async def test_unknown_unstarted_and_blocked_chats_are_refused_each_in_its_words(
    world: World,
) -> None:
    stranger = await world.sandbox.add_phone("Cy")
    await world.phone.block()
    refusals = [
        await world.refused("sendMessage", chat_id=chat_id, text="Hi")
        for chat_id in (1, stranger.user_id, world.phone.user_id)
    ]
    assert refusals == [
        "400 Bad Request: chat not found",
        "403 Forbidden: bot can't initiate conversation with a user",
        "403 Forbidden: bot was blocked by the user",
    ]
    await world.phone.unblock()
    await world.send()


@pytest.mark.parametrize("missing", ["chat_id", "text"])
async def test_a_missing_parameter_is_named_in_telegrams_words(world: World, missing: str) -> None:
    call = {"chat_id": world.phone.user_id, "text": "Hi"}
    del call[missing]
    words = {"chat_id": "chat_id is empty", "text": "message text is empty"}
    assert await world.refused("sendMessage", **call) == f"400 Bad Request: {words[missing]}"


async def test_a_tap_is_answered_once_and_in_time(world: World) -> None:
    await world.send("Q", reply_markup=world.keyboard)
    updates = world.sandbox.service.updates
    too_old = (
        "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
    )

    async def tap() -> str:
        await world.phone.tap("Yes")
        query: str = json.loads(updates.peek(100)[-1].body)["callback_query"]["id"]
        return query

    query = await tap()
    long = await world.refused("answerCallbackQuery", callback_query_id=query, text="x" * 201)
    assert long == "400 Bad Request: MESSAGE_TOO_LONG"
    call = {"callback_query_id": query, "text": "x" * 200}
    assert (await world.call("answerCallbackQuery", **call))[0] == 200
    assert await world.phone.wait_notice() == "x" * 200
    assert await world.refused("answerCallbackQuery", **call) == too_old
    assert await world.refused("answerCallbackQuery", callback_query_id="12") == too_old
    query = await tap()
    world.hands.monotonic += 15.1
    assert await world.refused("answerCallbackQuery", callback_query_id=query) == too_old


async def test_a_chat_takes_a_short_burst_and_then_one_message_a_second(world: World) -> None:
    sent = [(await world.send(str(number)))["message_id"] for number in range(5)]
    call = {"chat_id": world.phone.user_id, "text": "more"}
    status, answer = await world.call("sendMessage", **call)
    assert (status, answer["parameters"]) == (429, {"retry_after": 1})
    assert answer["description"] == "Too Many Requests: retry after 1"
    status, _ = await world.call("editMessageText", **call, message_id=sent[0])
    assert status == 429
    world.hands.monotonic += 1
    assert (await world.call("sendMessage", **call))[0] == 200
    assert (await world.call("sendMessage", **call))[0] == 429


async def test_all_chats_together_take_30_messages_a_second(world: World) -> None:
    phones = [await world.sandbox.add_phone(f"P{number}") for number in range(31)]
    statuses = []
    for phone in phones:
        await phone.start()
        statuses.append((await world.call("sendMessage", chat_id=phone.user_id, text="x"))[0])
    assert statuses == [200] * 30 + [429]


async def test_a_lifted_pace_holds_nobody(world: World) -> None:
    world.sandbox.service.pacer.set_pace(Pace.unlimited())
    for number in range(60):
        await world.send(str(number))


async def test_a_wrong_token_is_401_and_an_unknown_method_is_404(world: World) -> None:
    url = world.sandbox.base_url
    answer = await world.client.get(f"{url}700000001:another/getMe")
    assert (answer.status_code, answer.json()["description"]) == (401, "Unauthorized")
    answer = await world.client.get(f"{url}nonsense/getMe")
    assert (answer.status_code, answer.json()["description"]) == (404, "Not Found")
    assert await world.refused("sendMassage") == "404 Not Found: method not found"


WAYS = ["json", "form", "query", "multipart"]


@pytest.mark.parametrize("way", WAYS)
async def test_parameters_come_in_any_of_telegrams_four_ways(world: World, way: str) -> None:
    url = f"{world.sandbox.base_url}{world.sandbox.service.token}/SENDMESSAGE"
    values: dict[str, Any] = {
        "chat_id": str(world.phone.user_id),
        "text": "Grüße & 1+1=2",
        "reply_markup": json.dumps(world.keyboard),
        "disable_notification": "true",
    }
    if way == "json":
        answer = await world.client.post(url, json=values)
    elif way == "form":
        answer = await world.client.post(url, data=values)
    elif way == "query":
        answer = await world.client.get(url, params=values)
    else:
        parts = {name: (None, value) for name, value in values.items()}
        answer = await world.client.post(url, files=parts)
    assert answer.status_code == 200, answer.text
    last = (await world.phone.read()).last
    assert (last.text, last.labels) == ("Grüße & 1+1=2", ["Yes"])


@pytest.mark.parametrize("method", ["sendDocument", "sendPhoto"])
async def test_an_uploaded_file_arrives_byte_for_byte(world: World, method: str) -> None:
    kind = method.removeprefix("send").lower()
    content = b"\x00\r\n--\xff\r\n\r\n" * 9
    url = f"{world.sandbox.base_url}{world.sandbox.service.token}/{method}"
    form = {"chat_id": str(world.phone.user_id), "caption": "See"}
    answer = await world.client.post(url, data=form, files={kind: ("a b.bin", content)})
    assert answer.status_code == 200, answer.text
    message_id = answer.json()["result"]["message_id"]
    assert await world.phone.download(message_id) == content
    last = (await world.phone.read()).last
    assert (last.kind, last.text) == (kind, "See")
    assert last.file_name == ("a b.bin" if kind == "document" else "")


async def test_a_file_sent_once_is_sent_again_by_its_id_and_as_the_same_kind(world: World) -> None:
    url = f"{world.sandbox.base_url}{world.sandbox.service.token}/sendDocument"
    form = {"chat_id": str(world.phone.user_id)}
    first = await world.client.post(url, data=form, files={"document": ("results.pdf", b"%PDF")})
    known = first.json()["result"]["document"]["file_id"]
    world.hands.monotonic += 5
    to = {"chat_id": world.phone.user_id}
    status, answer = await world.call("sendDocument", **to, document=known, caption="Again")
    assert status == 200, answer
    last = (await world.phone.read()).last
    assert (last.file_name, last.text) == ("results.pdf", "Again")
    assert await world.phone.download(last.message_id) == b"%PDF"
    refusal = await world.refused("sendPhoto", **to, photo=known)
    assert refusal == "400 Bad Request: can't use file of type Document as Photo"
    refusal = await world.refused("sendPhoto", **to, photo="https://example.org/a.png")
    assert refusal == "400 Bad Request: wrong file identifier/HTTP URL specified"


async def test_commands_are_kept_by_scope_and_language(world: World) -> None:
    english = [{"command": "start", "description": "Begin"}]
    bengali = [{"command": "start", "description": "শুরু"}]
    scope = {"type": "chat", "chat_id": world.phone.user_id}
    await world.call("setMyCommands", commands=english)
    await world.call("setMyCommands", commands=bengali, language_code="bn", scope=scope)
    assert (await world.call("getMyCommands"))[1]["result"] == english
    asked = {"language_code": "bn", "scope": scope}
    assert (await world.call("getMyCommands", **asked))[1]["result"] == bengali
    await world.call("deleteMyCommands", **asked)
    assert (await world.call("getMyCommands", **asked))[1]["result"] == []
    many = english * 101
    refusal = await world.refused("setMyCommands", commands=many)
    assert refusal == "400 Bad Request: BOT_COMMANDS_TOO_MUCH"


async def test_a_phone_offers_the_menu_of_its_chat_before_that_of_everybody(world: World) -> None:
    def menu(name: str) -> list[dict[str, str]]:
        return [{"command": name, "description": f"To {name}"}]

    own = {"type": "chat", "chat_id": world.phone.user_id}
    other = await world.sandbox.add_phone(language_code="en-GB")
    assert await world.phone.menu() == {}
    await world.call("setMyCommands", commands=menu("start"))
    await world.call("setMyCommands", commands=menu("suru"), language_code="bn")
    assert (await other.menu(), await world.phone.menu()) == (
        {"start": "To start"},
        {"suru": "To suru"},
    )
    await world.call("setMyCommands", commands=menu("help"), scope={"type": "all_private_chats"})
    await world.call("setMyCommands", commands=menu("launch"), scope=own)
    assert (list(await world.phone.menu()), list(await other.menu())) == (["launch"], ["help"])
    await world.call("deleteMyCommands", scope={**own, "chat_id": str(world.phone.user_id)})
    assert list(await world.phone.menu()) == ["help"]


async def test_no_menu_can_be_set_for_somebody_who_never_wrote(world: World) -> None:
    stranger = await world.sandbox.add_phone()
    scope = {"type": "chat", "chat_id": stranger.user_id}
    commands = [{"command": "launch", "description": "Launch"}]
    refusal = await world.refused("setMyCommands", commands=commands, scope=scope)
    assert refusal == "400 Bad Request: chat not found"


async def test_descriptions_fall_back_to_the_one_for_all_languages(world: World) -> None:
    await world.call("setMyDescription", description="A survey")
    await world.call("setMyShortDescription", short_description="Short", language_code="bn")
    asked = await world.call("getMyDescription", language_code="bn")
    assert asked[1]["result"] == {"description": "A survey"}
    assert (await world.call("getMyShortDescription"))[1]["result"] == {"short_description": ""}


async def test_every_call_is_in_the_log_with_its_status(world: World) -> None:
    await world.send("Hi")
    await world.refused("sendMessage", chat_id=1, text="Hi")
    await world.refused("sendNothing")
    calls = world.sandbox.service.calls
    assert [call.status for call in calls.list_calls("sendMessage")] == [200, 400]
    assert calls.list_calls("sendMessage")[0].parameters["text"] == "Hi"
    assert (calls.count("sendMessage"), calls.count("sendMessage", 200)) == (2, 1)
    assert calls.count("sendNothing", 404) == 1
