"""How a transcript writes down what the bot did.

B: a new message;  B*: a message changed in place;  B!: a short notice on the tap
B>O: the same where a script has several people: to whom
[picture: its text alternative]   [document: its name]   then its caption and its buttons
(taken away)                      a message was deleted
[menu of O: /launch, /progress]   the commands that a phone offers, where that changes
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.support.telegram import Call, scope_of

_SIGNS = {"editMessageText": "*", "answerCallbackQuery": "!"}
_SENT = {"sendMessage", "sendPhoto", "sendDocument", "editMessageText", "deleteMessage"}
_MENUS = {"setMyCommands", "deleteMyCommands"}


class Writer:
    """Writes calls as lines.

    Args:
        names: What people are called, by the id of their chat.
        several: Whether each line says to whom.
    """

    def __init__(self, names: Mapping[int, str], *, several: bool) -> None:
        self._names = names
        self._several = several

    def write(self, calls: list[Call], taps: Mapping[str, int]) -> list[str]:
        """The lines of these calls.

        Args:
            calls: What the bot did.
            taps: The chat of each tap, by the id of its query.
        """
        lines: list[str] = []
        # Notices first: they leave beside the messages, in no order.
        for call in sorted(calls, key=lambda call: call.method != "answerCallbackQuery"):
            parameters = call.parameters
            if call.method == "answerCallbackQuery":
                to = self._to(call, taps.get(str(parameters["callback_query_id"]), 0))
                text = str(parameters.get("text") or "")
                lines.extend([f"{to}: {text}"] if text else [])
            elif call.method in _MENUS:
                lines.append(self._write_menu(call))
            elif call.method in _SENT:
                to = self._to(call, int(parameters["chat_id"]))
                lines.extend(_write_message(to, call))
        return lines

    def _to(self, call: Call, chat: int) -> str:
        """The sign of a line: B, what was done, and to whom where there are several."""
        sign = f"B{_SIGNS.get(call.method, '')}"
        return f"{sign}>{self._names.get(chat, 'somebody')}" if self._several else sign

    def _write_menu(self, call: Call) -> str:
        kind, _, chat = scope_of(call).partition(" ")
        whose = self._names.get(int(chat), "somebody") if chat else f"everybody, {kind}"
        language = call.parameters.get("language_code")
        whose += f", {language}" if language else ""
        if call.method == "deleteMyCommands":
            return f"[menu of {whose}: as for everybody]"
        commands = [f"/{command['command']}" for command in call.parameters["commands"]]
        return f"[menu of {whose}: {', '.join(commands) or 'empty'}]"


def _write_message(to: str, call: Call) -> list[str]:
    parameters = call.parameters
    text = str(parameters.get("text") or parameters.get("caption") or "")
    match call.method:
        case "deleteMessage":
            text = "(taken away)"
        case "sendPhoto":
            text = f"[picture: {text}]"
        case "sendDocument":
            name = call.files["document"].name if call.files else parameters["document"]
            text = f"[document: {name}]\n{text}".rstrip()
    first, *rest = text.splitlines()
    markup = parameters.get("reply_markup") or {}
    rows = markup.get("inline_keyboard", [])
    buttons = [" ".join(_write_button(button) for button in row) for row in rows]
    return [f"{to}: {first}", *_indent(rest), *_indent(buttons)]


def _write_button(button: Mapping[str, str]) -> str:
    link = button.get("url")
    return f"[{button['text']}: {link}]" if link else f"[{button['text']}]"


def _indent(lines: list[str]) -> list[str]:
    return [f"    {line}" if line else "" for line in lines]
