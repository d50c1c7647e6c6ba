"""Reducing updates: what answering needs passes, and nothing of the sender does."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.reduction import LONGEST_TEXT, Reduced, Refused, describe_shape, reduce_update

CHAT = {"id": 7700900123, "type": "private", "first_name": "PLANTED", "username": "PLANTED"}
SENDER = {"id": 7700900123, "is_bot": False, "first_name": "PLANTED", "language_code": "en"}
MILE_END = {"latitude": 51.5155, "longitude": -0.0332}
VENUE = {"title": "PLANTED", "address": "PLANTED"}
DANGER = "Someone is breaking in right now"
MISSHAPEN: dict[str, Any] = {
    "without degrees": {},
    "in words": {"latitude": "51.5155", "longitude": "-0.0332"},
    "with flags": {"latitude": True, "longitude": False},
    "beyond the globe": {"latitude": 10**400, "longitude": 0},
    "that is no number": {"latitude": float("nan"), "longitude": float("inf")},
    "as a list": [51.5155, -0.0332],
}


def message(**content: Any) -> dict[str, Any]:
    return {"message_id": 7, "date": 1793613600, "chat": CHAT, "from": SENDER, **content}


def tap(**changes: Any) -> dict[str, Any]:
    query = {"id": "55", "from": SENDER, "chat_instance": "PLANTED", "data": "c.1.ab12.3.0.yes"}
    return {**query, "message": message(text="PLANTED"), **changes}


def reduce(**parts: Any) -> Reduced | Refused:
    return reduce_update({"update_id": 12, **parts})


@pytest.mark.parametrize(
    ("parts", "kept"),
    [
        pytest.param({"message": message(text="3")}, {"text": "3"}, id="text"),
        pytest.param(
            {"message": message(text="3", reply_to_message=message(text="PLANTED"))},
            {"text": "3"},
            id="reply",
        ),
        pytest.param(
            {"message": message(text="3", forward_origin={"sender_user": SENDER})},
            {"text": "3"},
            id="forwarded",
        ),
        pytest.param(
            {"message": message(text="3", entities=[{"type": "text_mention", "user": SENDER}])},
            {"text": "3"},
            id="mention",
        ),
        pytest.param(
            {"message": message(sticker={"file_id": "PLANTED"})},
            {"canvass_content": "sticker"},
            id="sticker",
        ),
        pytest.param(
            {"message": message(photo=[{"file_id": "PLANTED"}], caption="PLANTED")},
            {"canvass_content": "photo"},
            id="photo with caption",
        ),
        pytest.param(
            {"message": message(contact={"phone_number": "PLANTED"})},
            {"canvass_content": "contact"},
            id="contact",
        ),
        pytest.param(
            {"message": message(location=MILE_END)},
            {"canvass_content": "location", "canvass_cell": "E536500N181250"},
            id="location",
        ),
        pytest.param(
            {"message": message(location={**MILE_END, "live_period": 900, "heading": 90})},
            {"canvass_content": "location", "canvass_cell": "E536500N181250"},
            id="live location",
        ),
        pytest.param(
            {"message": message(location=MILE_END, venue={**VENUE, "location": MILE_END})},
            {"canvass_content": "location", "canvass_cell": "E536500N181250"},
            id="venue",
        ),
        pytest.param(
            {"message": message(venue={**VENUE, "location": MILE_END})},
            {"canvass_content": "venue", "canvass_cell": "E536500N181250"},
            id="venue alone",
        ),
        pytest.param(
            {"message": message(location={"latitude": 48.8566, "longitude": 2.3522})},
            {"canvass_content": "location", "canvass_cell": "outside"},
            id="location abroad",
        ),
        *(
            pytest.param(
                {"message": message(location=location)},
                {"canvass_content": "location"},
                id=f"location {name}",
            )
            for name, location in MISSHAPEN.items()
        ),
        pytest.param(
            {"message": message(photo=[{"file_id": "PLANTED"}], caption=f"PLANTED. {DANGER}")},
            {"canvass_content": "photo", "canvass_cues": ["danger"]},
            id="caption that tells of danger",
        ),
        pytest.param(
            {"edited_message": message(text=f"PLANTED. {DANGER}", edit_date=1793613600)},
            {"edit_date": 1, "canvass_cues": ["danger"]},
            id="edit that tells of danger",
        ),
        pytest.param(
            {"edited_message": message(location=MILE_END, edit_date=1793613600)},
            {"edit_date": 1, "canvass_content": "location"},
            id="live location moved",
        ),
        pytest.param(
            {"message": message(new_kind="PLANTED")}, {"canvass_content": "other"}, id="unknown"
        ),
        pytest.param(
            {"edited_message": message(text="PLANTED", edit_date=1793613600)},
            {"edit_date": 1},
            id="edit",
        ),
    ],
)
def test_a_message_keeps_its_place_and_its_kind_alone(
    parts: dict[str, Any], kept: dict[str, Any]
) -> None:
    reduced = reduce(**parts)
    assert isinstance(reduced, Reduced)
    assert (reduced.update_id, reduced.chat) == (12, 7700900123)
    place = {"message_id": 7, "date": 1, "chat": {"id": 7700900123, "type": "private"}}
    assert reduced.update == {"update_id": 12, next(iter(parts)): {**place, **kept}}
    assert "PLANTED" not in json.dumps(reduced.update)
    assert "51.5155" not in json.dumps(reduced.update)


def test_a_tap_keeps_its_data_and_its_message_alone() -> None:
    reduced = reduce(callback_query=tap())
    assert isinstance(reduced, Reduced)
    query = reduced.update["callback_query"]
    assert (query["id"], query["data"], query["message"]["message_id"]) == (
        "55", "c.1.ab12.3.0.yes", 7,
    )  # fmt: skip
    assert set(query) == {"id", "chat_instance", "data", "message"}
    assert "PLANTED" not in json.dumps(reduced.update)
    assert "1793613600" not in json.dumps(reduced.update)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        pytest.param("/start", 6, id="command"),
        pytest.param("/start autumn-2026", 6, id="payload"),
        pytest.param("/", 1, id="bare"),
        pytest.param("/start\nmore", 6, id="line"),
    ],
)
def test_commands_are_marked_as_such(text: str, length: int) -> None:
    reduced = reduce(message=message(text=text))
    assert isinstance(reduced, Reduced)
    entities = reduced.update["message"]["entities"]
    assert entities == [{"type": "bot_command", "offset": 0, "length": length}]


def test_text_is_cut_to_the_length_of_one_message() -> None:
    reduced = reduce(message=message(text="x" * 5000))
    assert isinstance(reduced, Reduced)
    assert len(reduced.update["message"]["text"]) == LONGEST_TEXT


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(None, id="nothing"),
        pytest.param([], id="list"),
        pytest.param("PLANTED", id="text"),
        pytest.param({}, id="empty"),
        pytest.param({"update_id": "12"}, id="id as text"),
        pytest.param({"update_id": True, "message": message(text="1")}, id="id as flag"),
        pytest.param({"update_id": 2**60, "message": message(text="1")}, id="id too large"),
    ],
)
def test_without_a_number_an_update_is_refused(raw: object) -> None:
    refused = reduce_update(raw)
    assert isinstance(refused, Refused)
    assert refused.update_id is None
    assert "PLANTED" not in refused.shape


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param({}, id="empty"),
        pytest.param({"poll": {"question": "PLANTED"}}, id="other kind"),
        pytest.param({"message": None}, id="no message"),
        pytest.param({"message": "PLANTED"}, id="message as text"),
        pytest.param({"message": message(chat=None)}, id="no chat"),
        pytest.param({"message": message(chat={"id": "PLANTED"})}, id="chat as text"),
        pytest.param({"message": message(message_id=None)}, id="no message id"),
        pytest.param({"message": message(chat={**CHAT, "type": "group"})}, id="group"),
        pytest.param({"message": message(chat={**CHAT, "type": "supergroup"})}, id="supergroup"),
        pytest.param({"message": message(chat={**CHAT, "type": "channel"})}, id="channel"),
        pytest.param({"callback_query": tap(data=None)}, id="tap without data"),
        pytest.param({"callback_query": tap(data="PLANTED" * 10)}, id="tap with long data"),
        pytest.param({"callback_query": tap(message=None)}, id="tap without message"),
        pytest.param({"callback_query": tap(id=5)}, id="tap id as number"),
        pytest.param({"edited_message": {"PLANTED": "PLANTED"}}, id="edit of nothing"),
    ],
)
def test_what_is_not_as_promised_is_refused_by_shape(parts: dict[str, Any]) -> None:
    refused = reduce(**parts)
    assert isinstance(refused, Refused)
    assert refused.update_id == 12
    assert "PLANTED" not in refused.shape


def test_a_shape_has_names_and_types_and_no_values() -> None:
    raw = {"update_id": 1, "message": {"text": "PLANTED", "PLANTED": 1, "chat": [1]}, "x": 1.5}
    assert describe_shape(raw) == "{message:{chat:array,text:text,+1},update_id:integer,+1}"
