"""What the bot does to messages: send, edit, delete, and answer taps."""

from __future__ import annotations

import hashlib
from typing import Any

from bot.sandbox.chats import Chat, Message, Notice
from bot.sandbox.entities import parse_text, utf16_length
from bot.sandbox.keyboards import read_markup
from bot.sandbox.parameters import Parameters, missing
from bot.sandbox.refusals import NOT_MODIFIED, bad_request
from bot.sandbox.service import Service
from bot.sandbox.uploads import Upload

_LONGEST_TEXT = 4096
_LONGEST_CAPTION = 1024
_DELETABLE_SECONDS = 48 * 3600
_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def send_message(service: Service, parameters: Parameters) -> dict[str, Any]:
    """Send a text."""
    chat = _get_chat(service, parameters)
    content = _read_text(parameters)
    markup = read_markup(parameters.find_json("reply_markup"))
    return _post(service, chat, content, markup)


def send_photo(service: Service, parameters: Parameters) -> dict[str, Any]:
    """Send a picture."""
    chat = _get_chat(service, parameters)
    upload, file = _read_file(service, parameters, "photo")
    photo = {"photo": [{**file, "width": 640, "height": 640}], **_read_caption(parameters)}
    markup = read_markup(parameters.find_json("reply_markup"))
    return _post(service, chat, photo, markup, upload)


def send_document(service: Service, parameters: Parameters) -> dict[str, Any]:
    """Send a file."""
    chat = _get_chat(service, parameters)
    upload, file = _read_file(service, parameters, "document")
    file |= {"file_name": upload.filename, "mime_type": upload.content_type}
    content = {"document": file, **_read_caption(parameters)}
    markup = read_markup(parameters.find_json("reply_markup"))
    return _post(service, chat, content, markup, upload)


def edit_message_text(service: Service, parameters: Parameters) -> dict[str, Any]:
    """Put another text and keyboard in place of a message's."""
    chat, message = _get_editable(service, parameters)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    content = _read_text(parameters)
    markup = read_markup(parameters.find_json("reply_markup"), inline_only=True)
    return _edit(service, chat, message, content, markup)


def edit_message_reply_markup(service: Service, parameters: Parameters) -> dict[str, Any]:
    """Put another keyboard under a message, or take it away."""
    chat, message = _get_editable(service, parameters)
    markup = read_markup(parameters.find_json("reply_markup"), inline_only=True)
    return _edit(service, chat, message, message.content, markup)


def delete_message(service: Service, parameters: Parameters) -> bool:
    """Delete a message of either side, if it is younger than 48 hours."""
    chat = _get_chat(service, parameters)
    message = chat.find_message(parameters.get_integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if service.clock.wall() - message.date > _DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    chat.touch()
    return True


def answer_callback_query(service: Service, parameters: Parameters) -> bool:
    """Answer a tap, with a text to show or without."""
    text = parameters.find_text("text") or ""
    if utf16_length(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    query = service.take_query(parameters.find_text("callback_query_id"))
    notice = Notice(text, parameters.get_flag("show_alert"))
    service.chats.get_chat(query.chat_id).show_notice(notice)
    return True


def send_chat_action(service: Service, parameters: Parameters) -> bool:
    """Say that the bot is typing, or the like."""
    _get_chat(service, parameters)
    if parameters.find_text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def describe_message(service: Service, chat: Chat, message: Message) -> dict[str, Any]:
    """A message as Telegram shows it to the bot."""
    described: dict[str, Any] = {
        "message_id": message.message_id,
        "from": service.bot_user if message.by_bot else chat.user.as_user(),
        "chat": chat.user.as_chat(),
        "date": message.date,
        **message.content,
    }
    if message.edit_date is not None:
        described["edit_date"] = message.edit_date
    if message.markup is not None:
        described["reply_markup"] = message.markup
    return described


def _get_chat(service: Service, parameters: Parameters) -> Chat:
    """The chat that a call names, if the bot may write there."""
    value = parameters.values.get("chat_id")
    if value in (None, ""):
        raise missing("chat_id")
    named = isinstance(value, str) and value.startswith("@")
    return service.chats.get_open_chat(None if named else parameters.get_integer("chat_id"))


def _get_editable(service: Service, parameters: Parameters) -> tuple[Chat, Message]:
    chat = _get_chat(service, parameters)
    message = chat.find_message(parameters.get_integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.by_bot:
        raise bad_request("message can't be edited")
    return chat, message


def _read_text(parameters: Parameters) -> dict[str, Any]:
    """The text of a call with its entities, after parsing."""
    text, entities = parse_text(
        parameters.find_text("text") or "", parameters.find_text("parse_mode")
    )
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > _LONGEST_TEXT:
        raise bad_request("message is too long")
    entities = entities or parameters.find_json("entities") or []
    return {"text": text, "entities": entities} if entities else {"text": text}


def _read_caption(parameters: Parameters) -> dict[str, Any]:
    """The caption under a photo or document, after parsing."""
    caption, entities = parse_text(
        parameters.find_text("caption") or "", parameters.find_text("parse_mode")
    )
    if utf16_length(caption) > _LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    entities = entities or parameters.find_json("caption_entities") or []
    content = {"caption": caption, "caption_entities": entities}
    return {name: value for name, value in content.items() if value}


def _read_file(
    service: Service, parameters: Parameters, name: str
) -> tuple[Upload, dict[str, Any]]:
    """The file of a call: uploaded, attached under another name, or known by its file_id."""
    reference = parameters.find_text(name) or ""
    upload = parameters.files.get(reference.removeprefix("attach://") or name)
    if upload is None:
        upload = _find_file(service, reference, name)
    else:
        if not upload.content:
            raise bad_request("file must be non-empty")
        digest = hashlib.sha256(upload.filename.encode() + b"/" + upload.content).hexdigest()
        reference = f"sandbox-{name}-{digest[:32]}"
        service.files[reference] = upload
    file = {"file_id": reference, "file_unique_id": reference[-16:]}
    return upload, {**file, "file_size": len(upload.content)}


def _find_file(service: Service, reference: str, name: str) -> Upload:
    """A file that was uploaded earlier; Telegram knows it by its file_id as what it was sent as."""
    if not reference or reference.startswith("attach://"):
        raise bad_request(f"there is no {name} in the request")
    upload = service.files.get(reference)
    if upload is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    kind = reference.split("-")[1]
    if kind != name:
        raise bad_request(f"can't use file of type {kind.title()} as {name.title()}")
    return upload


def _post(
    service: Service,
    chat: Chat,
    content: dict[str, Any],
    markup: dict[str, Any] | None,
    upload: Upload | None = None,
) -> dict[str, Any]:
    """Put a new message into a chat, if the pace allows it."""
    service.pacer.take(chat.user.user_id)
    message_id = service.chats.next_message_id()
    date = int(service.clock.wall())
    message = Message(message_id, date, by_bot=True, content=content, upload=upload)
    if markup is not None and "inline_keyboard" in markup:
        message.markup = markup
    elif markup is not None:
        chat.reply_keyboard = markup if "keyboard" in markup else None
    chat.messages[message.message_id] = message
    chat.touch()
    return describe_message(service, chat, message)


def _edit(
    service: Service,
    chat: Chat,
    message: Message,
    content: dict[str, Any],
    markup: dict[str, Any] | None,
) -> dict[str, Any]:
    """Change a message, if anything changes and the pace allows it."""
    if content == message.content and markup == message.markup:
        raise bad_request(NOT_MODIFIED)
    service.pacer.take(chat.user.user_id)
    message.change(content, markup, int(service.clock.wall()))
    chat.touch()
    return describe_message(service, chat, message)
