"""What the bot says about itself: who it is, its commands, its descriptions, its webhook."""

from __future__ import annotations

import json
import re
from typing import Any

from bot.sandbox.chats import User
from bot.sandbox.parameters import Parameters, missing
from bot.sandbox.refusals import WEBHOOK_ACTIVE, ApiError, bad_request
from bot.sandbox.service import Service
from bot.sandbox.webhook import WebhookSettings

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_MOST_COMMANDS = 100


def get_me(service: Service, _: Parameters) -> dict[str, Any]:
    """Who the bot is."""
    return {
        **service.bot_user,
        "can_join_groups": False,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_commands(service: Service, parameters: Parameters) -> bool:
    """Set the menu of commands for a scope and a language."""
    commands = parameters.find_json("commands")
    if not isinstance(commands, list) or not all(isinstance(each, dict) for each in commands):
        raise missing("commands")
    if len(commands) > _MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(str(command.get("command", "")).removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not str(command.get("description", "")).strip():
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    service.commands[_read_audience(service, parameters)] = commands
    return True


def get_my_commands(service: Service, parameters: Parameters) -> list[Any]:
    """The menu of commands of exactly this scope and language."""
    return service.commands.get(_read_audience(service, parameters), [])


def delete_my_commands(service: Service, parameters: Parameters) -> bool:
    """Take away the menu of a scope and a language."""
    service.commands.pop(_read_audience(service, parameters), None)
    return True


def list_menu(service: Service, user: User) -> list[Any]:
    """The commands that a person's phone offers in the chat with the bot.

    Telegram takes the first menu that there is: of the chat, of all private chats, of everybody; in
    each the one in the language of the person's app before the one for all languages.
    """
    language = user.language_code.partition("-")[0]
    for scope in (
        {"type": "chat", "chat_id": user.user_id},
        {"type": "all_private_chats"},
        {"type": "default"},
    ):
        for code in (language, ""):
            if (_name_scope(scope), code) in service.commands:
                return service.commands[_name_scope(scope), code]
    return []


def set_my_description(service: Service, parameters: Parameters) -> bool:
    """Set the text that an empty chat shows."""
    return _set_text(service, parameters, "description", 512)


def get_my_description(service: Service, parameters: Parameters) -> dict[str, str]:
    """The text that an empty chat shows."""
    return _get_text(service, parameters, "description")


def set_my_short_description(service: Service, parameters: Parameters) -> bool:
    """Set the text on the bot's profile page."""
    return _set_text(service, parameters, "short_description", 120)


def get_my_short_description(service: Service, parameters: Parameters) -> dict[str, str]:
    """The text on the bot's profile page."""
    return _get_text(service, parameters, "short_description")


def set_webhook(service: Service, parameters: Parameters) -> bool:
    """Have updates delivered to an address."""
    url = parameters.find_text("url")
    if url is None:
        raise missing("url")
    if not url:
        return delete_webhook(service, parameters)
    settings = WebhookSettings(
        url, parameters.find_text("secret_token"), parameters.find_integer("max_connections") or 40
    )
    service.updates.allow(parameters.find_json("allowed_updates"))
    if parameters.get_flag("drop_pending_updates"):
        service.updates.drop_all()
    service.webhook.set(settings)
    return True


def delete_webhook(service: Service, parameters: Parameters) -> bool:
    """Go back to getUpdates."""
    service.webhook.remove()
    if parameters.get_flag("drop_pending_updates"):
        service.updates.drop_all()
    return True


def get_webhook_info(service: Service, _: Parameters) -> dict[str, Any]:
    """The state of the webhook."""
    return service.webhook.describe()


async def get_updates(service: Service, parameters: Parameters) -> list[bytes]:
    """The next updates as JSON texts, after a wait when there are none.

    Raises:
        ApiError: 409 while a webhook is set, or when another getUpdates begins.
    """
    if service.webhook.settings is not None:
        raise ApiError(409, WEBHOOK_ACTIVE)
    service.updates.allow(parameters.find_json("allowed_updates"))
    limit = parameters.find_integer("limit")
    return await service.updates.poll(
        parameters.find_integer("offset") or 0,
        # Telegram moves numbers outside its range to the nearest one inside.
        100 if limit is None else min(100, max(1, limit)),
        max(0, parameters.find_integer("timeout") or 0),
    )


def _read_audience(service: Service, parameters: Parameters) -> tuple[str, str]:
    """The scope and language that a menu is for, as a key."""
    scope = parameters.find_json("scope") or {"type": "default"}
    if "chat_id" in scope:
        chat_id = Parameters(scope).get_integer("chat_id")
        if not service.chats.is_met(chat_id):
            raise bad_request("chat not found")
        scope = {**scope, "chat_id": chat_id}
    return _name_scope(scope), parameters.find_text("language_code") or ""


def _name_scope(scope: dict[str, Any]) -> str:
    return json.dumps(scope, sort_keys=True)


def _set_text(service: Service, parameters: Parameters, kind: str, longest: int) -> bool:
    text = parameters.find_text(kind) or ""
    if len(text) > longest:
        raise bad_request(f"sandbox: {kind} must have 0-{longest} characters, has {len(text)}")
    service.descriptions[kind, parameters.find_text("language_code") or ""] = text
    return True


def _get_text(service: Service, parameters: Parameters, kind: str) -> dict[str, str]:
    """A text in a language, else the one for all languages, else an empty one."""
    language = parameters.find_text("language_code") or ""
    texts = service.descriptions
    return {kind: texts.get((kind, language)) or texts.get((kind, ""), "")}
