"""Email addresses, addresses of the web and handles go, however they are hidden."""

from __future__ import annotations

import pytest

from surveys.redaction import redact

EMAILS = {
    "plain": ("email r.khatun@example.org about it", "email [email] about it"),
    "spelled": ("name at example dot org", "[email]"),
    "bracketed": ("nasir [at] example [dot] org", "[email]"),
    "at, with a dot": ("poppy AT example.org", "[email]"),
    "comma for a dot": ("edith@example,org", "[email]"),
    "spaces": ("lights  @  example.com", "[email]"),
    "end of a sentence": ("I am a@example.org. Please reply", "I am [email]. Please reply"),
    "accents": ("éloïse@example.org", "[email]"),
}
LINKS = {
    "whole": ("see https://example.org/lights?x=1#a now", "see [link] now"),
    "bare": ("video on example.org/clip/7", "video on [link]"),
    "spelled": ("example dot com slash lights", "[link]"),
    "bracketed": ("example(dot)org/map shows", "[link] shows"),
    "spaced": ("www . example . org help", "[link] help"),
    "comma for a dot": ("look on example,org", "look on [link]"),
    "short, spaced": ("t . me / sample_person", "[link]"),
    "short": ("t.me/example_group", "[link]"),
    "number": ("https://192.0.2.44/watch", "[link]"),
    "end of a sentence": ("It is example.org.", "It is [link]."),
}
HANDLES = {
    "after a word": ("tiktok @someone.rides shows", "tiktok [handle] shows"),
    "at": ("message @someone he saw it", "message [handle] he saw it"),
    "digits first": ("@4example films", "[handle] films"),
    "other letters": ("@пример_example", "[handle]"),
    "an ordinary word": ("ask @nobody", "ask [handle]"),
    "platform, sign": ("tiktok = example.bikes", "tiktok = [handle]"),
    "platform, digits": ("on snap someonex23", "on snap [handle]"),
    "underscore": ("nobody_e14 has the video", "[handle] has the video"),
    "underscore in words": ("sample underscore boy on insta", "[handle] on insta"),
    "tag": ("discord someone#1234", "discord [handle]"),
    "plain, end": ("telegram sampleplug", "telegram [handle]"),
    "full name": ("facebook Sample Persona", "facebook [handle]"),
    "added": ("add me sample_99 now", "add me [handle] now"),
    "username": ("username someonex", "username [handle]"),
}
ORDINARY = [
    "@ night I avoid the park",
    "meet @ 7pm outside",
    "@10pm every night",
    "kids @the park",
    "posted on Instagram yesterday",
    "insta and tiktok make it worse",
    "telegram groups sell drugs",
    "username and password lost",
    "snap decisions by the council",
    "police.They never come",
    "lights.cameras.action",
    "e.g. lights",
    "spot on. com on lads",
    "dot the lights along the path",
    "look at the state of it",
]


@pytest.mark.parametrize(
    ("text", "kept"),
    [*EMAILS.values(), *LINKS.values(), *HANDLES.values()],
    ids=[
        *(f"email: {name}" for name in EMAILS),
        *(f"link: {name}" for name in LINKS),
        *(f"handle: {name}" for name in HANDLES),
    ],
)
def test_what_leads_to_somebody_on_the_net_goes(text: str, kept: str) -> None:
    assert redact(text).text == kept


@pytest.mark.parametrize("text", ORDINARY)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert redact(text).text == text
