"""The actions of the other side by name: the same over HTTP (``/sandbox/NAME``) and in-process."""

from __future__ import annotations

import base64
import dataclasses
from collections.abc import Callable
from typing import Any

from bot.sandbox import people
from bot.sandbox.chats import Chat, Message
from bot.sandbox.faults import FaultRule
from bot.sandbox.pace import Pace
from bot.sandbox.profile import list_menu
from bot.sandbox.service import Service

Values = dict[str, Any]


async def perform(service: Service, action: str, values: Values) -> Any:
    """Carry out an action.

    Args:
        service: The sandbox.
        action: Its name; see ``ACTIONS``.
        values: Its arguments, as JSON would bring them.

    Raises:
        PhoneError: When there is no such action, or the phone would not let the person do it.
        ValueError, TypeError, LookupError: When the arguments are not right.
    """
    if action == "wait":
        return await _wait(service, **values)
    if action not in ACTIONS:
        raise people.PhoneError(f"no action {action!r}; there are {', '.join([*ACTIONS, 'wait'])}")
    return ACTIONS[action](service, values)


def _add_user(service: Service, values: Values) -> Values:
    return service.chats.add_user(**values).as_user()


def _list_users(service: Service, _: Values) -> list[Values]:
    return [user.as_user() for user in service.chats.list_users()]


def _personal(act: Callable[..., int | None]) -> Callable[[Service, Values], Values]:
    """An action of a person; it tells what was on the screen when it was made."""

    def do(service: Service, values: Values) -> Values:
        chat = people.get_chat(service, values["user_id"])
        seen = {"revision": chat.revision, "notices": len(chat.notices)}
        return {"update_id": act(service, **values), **seen}

    return do


def _block(service: Service, user_id: int) -> int | None:
    return people.set_blocked(service, user_id, blocked=True)


def _unblock(service: Service, user_id: int) -> int | None:
    return people.set_blocked(service, user_id, blocked=False)


def _read(service: Service, values: Values) -> Values:
    return describe_chat(people.get_chat(service, values["user_id"]))


async def _wait(
    service: Service,
    user_id: int,
    revision: int | None = None,
    notices: int | None = None,
    timeout_seconds: float = 5.0,
) -> Values:
    """The chat once it is past a revision, or past a number of notices, or when time is over."""
    chat = people.get_chat(service, user_id)

    def reached() -> bool:
        return (revision is not None and chat.revision > revision) or (
            notices is not None and len(chat.notices) > notices
        )

    in_time = await chat.changed.wait_until(reached, min(timeout_seconds, 60.0))
    return {**describe_chat(chat), "in_time": in_time}


def describe_chat(chat: Chat) -> Values:
    """A chat as the person sees it: messages as they are now, with their keyboards."""
    return {
        "user_id": chat.user.user_id,
        "blocked": chat.blocked,
        "revision": chat.revision,
        "messages": [_describe_message(message) for message in chat.list_messages()],
        "reply_keyboard": _labels((chat.reply_keyboard or {}).get("keyboard", [])),
        "notices": [dataclasses.asdict(notice) for notice in chat.notices],
    }


def _describe_message(message: Message) -> Values:
    content = message.content
    kinds = [name for name in content if name not in {"entities", "caption", "caption_entities"}]
    return {
        "message_id": message.message_id,
        "by_bot": message.by_bot,
        "kind": kinds[0],
        "text": content.get("text", content.get("caption", "")),
        "keyboard": _labels((message.markup or {}).get("inline_keyboard", [])),
        "edited": message.edit_date is not None,
        "file_name": content.get("document", {}).get("file_name", ""),
    }


def _labels(rows: list[list[Any]]) -> list[list[str]]:
    return [[key if isinstance(key, str) else key["text"] for key in row] for row in rows]


def _download(service: Service, values: Values) -> Values:
    upload = people.get_file(service, **values)
    return {
        "file_name": upload.filename,
        "content_type": upload.content_type,
        "base64": base64.b64encode(upload.content).decode(),
    }


def _show_menu(service: Service, values: Values) -> list[Any]:
    return list_menu(service, people.get_chat(service, values["user_id"]).user)


def _add_raw(service: Service, values: Values) -> Values:
    return {"update_id": service.updates.add_raw(values["update"])}


def _repeat(service: Service, values: Values) -> Values:
    return {"update_id": service.updates.repeat(values.get("update_id"))}


def _add_fault(service: Service, values: Values) -> None:
    service.faults.add(FaultRule.from_mapping(values))


def _clear_faults(service: Service, _: Values) -> None:
    service.faults.clear()


def _set_pace(service: Service, values: Values) -> None:
    service.pacer.set_pace(Pace(**values))


def _list_calls(service: Service, values: Values) -> list[Values]:
    return [dataclasses.asdict(call) for call in service.calls.list_calls(values.get("method"))]


def _clear_calls(service: Service, _: Values) -> None:
    service.calls.clear()


def _describe(service: Service, _: Values) -> Values:
    counts: dict[str, dict[str, int]] = {}
    for (method, status), number in service.calls.counts.items():
        counts.setdefault(method, {})[str(status)] = number
    specification = service.specification
    return {
        "bot": service.bot_user,
        "users": len(service.chats.list_users()),
        "pending_updates": service.updates.pending,
        "calls": counts,
        "pace": dataclasses.asdict(service.pacer.pace),
        "specification": specification.version if specification else None,
    }


ACTIONS: dict[str, Callable[[Service, Values], Any]] = {
    "add-user": _add_user,
    "list-users": _list_users,
    "send": _personal(people.send_text),
    "start": _personal(people.send_start),
    "follow": _personal(people.follow_link),
    "tap": _personal(people.tap),
    "edit": _personal(people.edit_text),
    "attach": _personal(people.send_attachment),
    "block": _personal(_block),
    "unblock": _personal(_unblock),
    "read": _read,
    "download": _download,
    "menu": _show_menu,
    "raw-update": _add_raw,
    "repeat-update": _repeat,
    "add-fault": _add_fault,
    "clear-faults": _clear_faults,
    "set-pace": _set_pace,
    "calls": _list_calls,
    "clear-calls": _clear_calls,
    "status": _describe,
}
