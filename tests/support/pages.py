"""What is wrong with a page: its structure as a screen reader and a keyboard meet it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

_VOID = {"meta", "img", "br", "link", "input", "hr", "source"}
_FETCHING = {"src", "href", "poster", "data", "action", "srcset"}


class Page(HTMLParser):
    """A page taken apart, with its faults in words."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.links: list[tuple[str, str]] = []
        self.pictures: list[dict[str, str]] = []
        self.landmarks: list[str] = []
        self.tables = 0
        self.text = ""
        self._open: list[str] = []
        self._seen: list[set[str]] = []
        self._named: list[str] = []
        self.feed(html)
        self.close()
        self._check_whole(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One element."""
        found = {name: value or "" for name, value in attrs}
        if "id" in found:
            self.ids.append(found["id"])
        for seen in self._seen:
            seen.add(tag)
        self._check_element(tag, found)
        if tag not in _VOID:
            self._open.append(tag)
        if tag in {"table", "figure", "details"}:
            self._seen.append(set())
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))
        if tag in {"main", "nav", "header"}:
            self.landmarks.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """What an element had to hold is known at its end."""
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")
        if tag in {"table", "figure", "details"}:
            seen = self._seen.pop()
            needed = {"table": {"caption", "thead"}, "figure": {"figcaption"}}
            for missing in needed.get(tag, {"summary"}) - seen:
                self.faults.append(f"a {tag} has no {missing}")
            self.tables += tag == "table"

    def handle_data(self, data: str) -> None:
        """Text, which a heading keeps."""
        if "style" in self._open:
            return
        self.text += data
        if self._open and re.fullmatch("h[1-6]", self._open[-1]):
            level, said = self.headings[-1]
            self.headings[-1] = level, said + data
        if "a" in self._open and self.links:
            href, said = self.links[-1]
            self.links[-1] = href, said + data

    def _check_element(self, tag: str, found: dict[str, str]) -> None:
        if tag == "script" or any(name.startswith("on") for name in found):
            self.faults.append(f"{tag} runs a script")
        for name in _FETCHING & found.keys():
            self._check_address(tag, found[name])
        if tag == "img":
            self.pictures.append(found)
            if not found.get("alt", "").strip():
                self.faults.append("an img has no alt")
        if tag == "th" and found.get("scope") not in {"col", "row", "rowgroup"}:
            self.faults.append("a th has no scope")
        if tag == "a":
            self.links.append((found.get("href", ""), ""))
        if found.get("role") == "region":
            if found.get("tabindex") != "0":
                self.faults.append("a region that scrolls cannot be reached by keyboard")
            if not (found.get("aria-label") or found.get("aria-labelledby")):
                self.faults.append("a region has no name")
        self._named += found.get("aria-labelledby", "").split()

    def _check_address(self, tag: str, address: str) -> None:
        plain = tag == "a" and address.startswith(("#", "https://"))
        if not plain and not (tag == "img" and address.startswith("data:image/")):
            self.faults.append(f"{tag} fetches {address[:60]}")

    def _check_whole(self, html: str) -> None:
        if self._open:
            self.faults.append(f"never closed: {self._open}")
        for one in sorted({one for one in self.ids if self.ids.count(one) > 1}):
            self.faults.append(f"id {one} is there twice")
        anchors = {href[1:] for href, _ in self.links if href.startswith("#")}
        for missing in sorted((anchors | set(self._named)) - set(self.ids)):
            self.faults.append(f"#{missing} leads nowhere")
        levels = [level for level, _ in self.headings]
        if levels.count(1) != 1 or levels[:1] != [1]:
            self.faults.append("the first heading and no other is h1")
        for before, after in pairwise(levels):
            if after > before + 1:
                self.faults.append(f"heading jumps from h{before} to h{after}")
        if self.landmarks.count("main") != 1:
            self.faults.append("there is one main")
        for pattern, fault in (
            (r'<html lang="en-GB">', "no language"),
            (r"<title>[^<]+</title>", "no title"),
            (r"default-src 'none'", "no policy that forbids fetching"),
            (r'<a class="skip" href="#', "no skip link"),
        ):
            if not re.search(pattern, html):
                self.faults.append(fault)
        if re.search(r"url\(|@import", html):
            self.faults.append("a style fetches something")


def find_contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours such as ``#1b2126``, 1 to 21.

    Source: WCAG 2.2, relative luminance and contrast ratio; black on white is 21.
    """
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
