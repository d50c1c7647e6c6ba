"""The Bot API methods of the sandbox, and the way of one call through them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from bot.sandbox import messages, profile
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import ApiError
from bot.sandbox.service import Service

Method = Callable[[Service, Parameters], Any]

GET_UPDATES = "getUpdates"

METHODS: dict[str, Method] = {
    "answerCallbackQuery": messages.answer_callback_query,
    "deleteMessage": messages.delete_message,
    "deleteMyCommands": profile.delete_my_commands,
    "deleteWebhook": profile.delete_webhook,
    "editMessageReplyMarkup": messages.edit_message_reply_markup,
    "editMessageText": messages.edit_message_text,
    "getMe": profile.get_me,
    "getMyCommands": profile.get_my_commands,
    "getMyDescription": profile.get_my_description,
    "getMyShortDescription": profile.get_my_short_description,
    "getWebhookInfo": profile.get_webhook_info,
    "sendChatAction": messages.send_chat_action,
    "sendDocument": messages.send_document,
    "sendMessage": messages.send_message,
    "sendPhoto": messages.send_photo,
    "setMyCommands": profile.set_my_commands,
    "setMyDescription": profile.set_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "setWebhook": profile.set_webhook,
}

_NAMES = {name.lower(): name for name in (*METHODS, GET_UPDATES)}


def get_method_name(service: Service, method: str) -> str:
    """A method's name with Telegram's capitals.

    Raises:
        ApiError: 404 when Telegram has no such method, or the sandbox does not have it.
    """
    name = _NAMES.get(method.lower())
    if name is not None:
        return name
    known = service.specification and service.specification.find_name(method)
    detail = f"the sandbox does not have {known}" if known else "method not found"
    raise ApiError(404, f"Not Found: {detail}")


async def answer_call(service: Service, name: str, parameters: Parameters) -> bytes:
    """Check one call, carry it out and encode its answer.

    Raises:
        ApiError: When the call is refused; it had no effect then.
    """
    if service.specification is not None:
        typed = service.specification.check_call(name, parameters.values, parameters.files)
        parameters = Parameters(typed, parameters.files)
    if name == GET_UPDATES:
        updates = await profile.get_updates(service, parameters)
        return b'{"ok":true,"result":[' + b",".join(updates) + b"]}"
    result = METHODS[name](service, parameters)
    return b'{"ok":true,"result":' + json.dumps(result).encode() + b"}"
