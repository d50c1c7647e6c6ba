"""Phones drive a sandbox alike in-process and over HTTP; an unmodified bot answers them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.sandbox import (
    HttpLine,
    LocalLine,
    Phone,
    PhoneError,
    PhoneTimeout,
    Sandbox,
)

Context = ContextTypes.DEFAULT_TYPE


async def ask(update: Update, context: Context) -> None:
    assert update.message is not None
    keys = [[InlineKeyboardButton(f"{key}. Choice {key}", callback_data=key)] for key in "12"]
    text = f"Hello {' '.join(context.args or [])}".strip()
    await update.message.reply_text(text, reply_markup=InlineKeyboardMarkup(keys))


async def choose(update: Update, _: Context) -> None:
    query = update.callback_query
    assert query is not None
    assert isinstance(query.message, Message)
    if query.message.text == f"You chose {query.data}" or query.message.reply_markup is None:
        await query.answer("That question is past")
        return
    await query.answer()
    await query.edit_message_text(f"You chose {query.data}")


async def echo(update: Update, _: Context) -> None:
    message = update.effective_message
    assert message is not None
    if message.text == "draw":
        await message.reply_photo(b"PNG", caption="A chart")
        await message.reply_document(b"%PDF", filename="poster.pdf")
        return
    kind = "edited" if update.edited_message else "new"
    await message.reply_text(f"{kind}: {message.text or message.effective_attachment}"[:50])


@asynccontextmanager
async def run_bot(sandbox: Sandbox) -> AsyncIterator[None]:
    """An unmodified python-telegram-bot application that polls the sandbox."""
    builder = Application.builder().token(sandbox.service.token).base_url(sandbox.base_url)
    application = builder.build()
    application.add_handler(CommandHandler("start", ask))
    application.add_handler(CallbackQueryHandler(choose))
    application.add_handler(MessageHandler(filters.ALL, echo))
    assert application.updater is not None
    async with application:
        await application.start()
        await application.updater.start_polling(poll_interval=0, timeout=10)
        yield
        await application.updater.stop()
        await application.stop()


@pytest.fixture(params=["in-process", "over-http"])
async def phone(request: pytest.FixtureRequest) -> AsyncIterator[Phone]:
    async with Sandbox() as sandbox, run_bot(sandbox):
        if request.param == "in-process":
            yield await Phone.create(LocalLine(sandbox.service), "Ann", username="ann_sandbox")
            return
        line = HttpLine(sandbox.url)
        yield await Phone.create(line, "Ann", username="ann_sandbox")
        await line.close()


async def test_a_person_starts_taps_and_sees_the_edit_in_place(phone: Phone) -> None:
    await phone.start("round-1")
    view = await phone.wait()
    assert view.last.text == "Hello round-1"
    assert view.last.keyboard == (("1. Choice 1",), ("2. Choice 2",))
    await phone.tap("2.")
    view = await phone.wait()
    assert (view.last.text, view.last.labels, view.last.edited) == ("You chose 2", [], True)
    assert len(view.messages) == 2


async def test_a_link_brings_its_payload_to_the_bot(phone: Phone) -> None:
    await phone.follow("https://t.me/canvass_sandbox_bot?start=v_Market-1")
    assert (await phone.wait()).last.text == "Hello v_Market-1"


@pytest.mark.parametrize(
    ("link", "problem"),
    [
        pytest.param("https://t.me/another_bot?start=a", "does not lead to", id="another bot"),
        pytest.param("https://example.org/?start=a", "does not lead to", id="a page"),
        pytest.param("t.me/canvass_sandbox_bot?start=a%20b", "a link carries", id="characters"),
        pytest.param("t.me/canvass_sandbox_bot?start=" + "a" * 65, "a link carries", id="too long"),
    ],
)
async def test_a_link_that_telegram_would_not_follow_is_refused(
    phone: Phone, link: str, problem: str
) -> None:
    with pytest.raises(PhoneError, match=problem):
        await phone.follow(link)


async def test_a_picture_and_a_file_can_be_looked_at_and_downloaded(phone: Phone) -> None:
    await phone.send("draw")
    view = await phone.wait(lambda seen: len(seen.messages) == 3)
    picture, poster = view.messages[-2:]
    assert (picture.kind, picture.text) == ("photo", "A chart")
    assert (poster.kind, poster.file_name) == ("document", "poster.pdf")
    assert await phone.download(picture.message_id) == b"PNG"
    assert await phone.download() == b"%PDF"


async def test_where_there_is_no_file_none_is_downloaded(phone: Phone) -> None:
    await phone.start()
    view = await phone.wait()
    with pytest.raises(PhoneError, match="no photo or document"):
        await phone.download(view.last.message_id)


async def test_a_tap_on_a_keyboard_that_is_gone_reaches_the_bot(phone: Phone) -> None:
    await phone.start()
    await phone.wait()
    await phone.tap(index=0)
    await phone.wait()
    with pytest.raises(PhoneError, match=r"no button '1. Choice 1'; there are \[\]"):
        await phone.tap("1. Choice 1")
    await phone.tap("1. Choice 1", stale=True)
    assert await phone.wait_notice() == "That question is past"


@pytest.mark.parametrize("kind", ["sticker", "photo", "voice", "document", "location", "contact"])
async def test_every_attachment_is_understood_by_the_bot(phone: Phone, kind: str) -> None:
    await phone.attach(kind)
    assert (await phone.wait()).last.text.startswith("new: ")


async def test_text_and_its_edit_both_reach_the_bot(phone: Phone) -> None:
    await phone.send("one")
    assert (await phone.wait()).last.text == "new: one"
    await phone.edit("two")
    view = await phone.wait(lambda seen: seen.last.text.startswith("edited"))
    assert view.last.text == "edited: two"
    assert view.messages[0].text == "two"


async def test_waiting_in_vain_says_what_the_chat_shows(phone: Phone) -> None:
    await phone.send("one")
    await phone.wait()
    with pytest.raises(PhoneTimeout, match="the chat shows 'new: one'"):
        await phone.wait(timeout_seconds=0.1)


async def test_who_has_blocked_the_bot_cannot_write_to_it(phone: Phone) -> None:
    await phone.block()
    with pytest.raises(PhoneError, match="unblock it first"):
        await phone.send("one")
    await phone.unblock()
    await phone.send("one")
    await phone.wait()


async def test_the_bot_is_told_names_username_and_language() -> None:
    async with Sandbox() as sandbox:
        names: dict[str, Any] = {"last_name": "Planted", "username": "planted_x"}
        phone = await sandbox.add_phone("Ann", **names, language_code="so", user_id=912_345_678_901)
        await phone.send("Hi /help@canvass_sandbox_bot")
        [update] = sandbox.service.updates.peek(10)
    body = update.body.decode()
    for planted in ("Ann", "Planted", "planted_x", '"so"', "912345678901"):
        assert planted in body
    assert '"entities": [{"type": "bot_command", "offset": 3, "length": 25}]' in body


async def test_a_reply_keyboard_sends_its_label_as_text() -> None:
    async with Sandbox() as sandbox:
        phone = await sandbox.add_phone()
        await phone.start()
        chat = sandbox.service.chats.get_chat(phone.user_id)
        chat.reply_keyboard = {"keyboard": [["Yes"], [{"text": "Here", "request_location": True}]]}
        assert (await phone.read()).reply_keyboard == (("Yes",), ("Here",))
        await phone.tap("Yes")
        await phone.tap("Here")
        assert [message.kind for message in (await phone.read()).messages[1:]] == [
            "text",
            "location",
        ]


async def test_what_the_chat_shows_already_need_not_be_waited_for(phone: Phone) -> None:
    await phone.send("one")
    await phone.wait()
    view = await phone.wait(lambda seen: seen.last.text == "new: one", timeout_seconds=0.1)
    assert len(view.messages) == 2


async def test_after_an_outage_the_server_is_where_and_as_it_was() -> None:
    async with Sandbox() as sandbox:
        url = sandbox.url
        phone = await sandbox.add_phone()
        async with run_bot(sandbox):
            await sandbox.stop()
            await phone.send("while it was away")
            await sandbox.start()
            assert sandbox.url == url
            view = await phone.wait(lambda seen: len(seen.messages) == 2, timeout_seconds=10)
            assert view.last.text == "new: while it was away"
        with pytest.raises(TimeoutError):  # polls hang again
            await asyncio.wait_for(sandbox.service.updates.poll(0, 1, 30), 0.05)


async def test_the_same_id_cannot_be_given_twice() -> None:
    async with Sandbox() as sandbox:
        await sandbox.add_phone(user_id=912_345_678_901)
        with pytest.raises(ValueError, match="there is a user"):
            await sandbox.add_phone(user_id=912_345_678_901)
