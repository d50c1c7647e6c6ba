"""The stand-in for Telegram does what tests rely on, through an unmodified python-telegram-bot."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
)
from telegram.error import BadRequest, Forbidden

from tests.support.chat import TOKEN
from tests.support.telegram import OfflineTelegram

PERSON = 7700900123
OTHER = 7700900124
PICTURE = b"\x89PNG made up"


@pytest.fixture
def offline() -> OfflineTelegram:
    return OfflineTelegram()


@pytest.fixture
async def bot(offline: OfflineTelegram) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, request=offline, get_updates_request=OfflineTelegram()) as made:
        yield made


async def test_the_bot_has_a_username_for_links(bot: Bot) -> None:
    assert bot.username == "canvass_test_bot"
    assert bot.link == "https://t.me/canvass_test_bot"


async def test_a_picture_is_kept_with_caption_buttons_and_bytes(
    bot: Bot, offline: OfflineTelegram
) -> None:
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="m")]])
    await bot.send_photo(PERSON, PICTURE, caption="A chart", reply_markup=keys, filename="c.png")
    [message] = offline.messages[PERSON].values()
    assert (message.kind, message.text) == ("photo", "A chart")
    assert message.buttons == [[{"text": "More", "callback_data": "m"}]]
    assert message.file is not None
    assert (message.file.name, message.file.content) == ("c.png", PICTURE)


async def test_a_file_sent_once_is_sent_again_by_its_id(bot: Bot, offline: OfflineTelegram) -> None:
    sent = await bot.send_document(PERSON, PICTURE, filename="poster.pdf")
    assert sent.document is not None
    await bot.send_document(OTHER, sent.document.file_id, caption="Again")
    [message] = offline.messages[OTHER].values()
    assert message.file is not None
    assert (message.text, message.file.name, message.file.content) == (
        "Again",
        "poster.pdf",
        PICTURE,
    )
    assert [bool(call.files) for call in offline.take_calls()[-2:]] == [True, False]


async def test_an_unknown_file_and_a_text_for_a_picture_are_refused(
    bot: Bot, offline: OfflineTelegram
) -> None:
    with pytest.raises(BadRequest, match="file identifier"):
        await bot.send_photo(PERSON, "nowhere")
    sent = await bot.send_photo(PERSON, PICTURE)
    with pytest.raises(BadRequest, match="no text in the message"):
        await bot.edit_message_text("Words", PERSON, sent.message_id)


async def test_a_deleted_message_is_gone_and_cannot_be_deleted_again(
    bot: Bot, offline: OfflineTelegram
) -> None:
    sent = await bot.send_message(PERSON, "Hello")
    await bot.delete_message(PERSON, sent.message_id)
    assert offline.messages[PERSON] == {}
    with pytest.raises(BadRequest, match="not found"):
        await bot.delete_message(PERSON, sent.message_id)


async def test_a_menu_of_ones_own_comes_before_that_of_everybody(
    bot: Bot, offline: OfflineTelegram
) -> None:
    await bot.set_my_commands([BotCommand("start", "Take part")])
    await bot.set_my_commands([BotCommand("help", "Help")], BotCommandScopeAllPrivateChats())
    await bot.set_my_commands([BotCommand("launch", "Launch")], BotCommandScopeChat(PERSON))
    assert offline.menu_of(PERSON) == ["launch"]
    assert offline.menu_of(OTHER) == ["help"]
    await bot.delete_my_commands(BotCommandScopeChat(PERSON))
    assert offline.menu_of(PERSON) == ["help"]
    await bot.delete_my_commands(BotCommandScopeAllPrivateChats())
    assert offline.menu_of(PERSON) == ["start"]


async def test_a_menu_in_the_phones_language_comes_before_that_of_all_languages(
    bot: Bot, offline: OfflineTelegram
) -> None:
    await bot.set_my_commands([BotCommand("start", "Take part")])
    await bot.set_my_commands([BotCommand("suru", "Begin")], language_code="bn")
    assert offline.menu_of(PERSON, "bn") == ["suru"]
    assert offline.menu_of(PERSON, "en") == ["start"]


async def test_only_who_has_blocked_the_bot_cannot_be_written_to(
    bot: Bot, offline: OfflineTelegram
) -> None:
    offline.blocked.add(PERSON)
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_photo(PERSON, PICTURE)
    await bot.send_message(OTHER, "Hello")
    assert PERSON not in offline.messages
    assert len(offline.messages[OTHER]) == 1
