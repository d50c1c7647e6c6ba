"""Pages on paper: what a browser makes of them."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)

NO_BROWSER = "no Chromium is installed, and only a browser can tell how a page prints"

_PAGE = re.compile(rb"/Type\s*/Page\b")
_SIZE = re.compile(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]")
_POINTS = 25.4 / 72
_QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--no-pdf-header-footer",
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A page on paper.

    Attributes:
        pages: How many sheets it takes.
        size: Width and height of each, in millimetres.
    """

    pages: int
    size: frozenset[tuple[int, int]]


def print_page(html: str, folder: Path) -> Printed:
    """Print a page as a browser does; nothing is fetched."""
    page, paper = folder / "page.html", folder / "page.pdf"
    page.write_text(html, encoding="utf-8")
    paper.unlink(missing_ok=True)
    own = (f"--user-data-dir={folder / 'browser'}", f"--print-to-pdf={paper}", page.as_uri())
    subprocess.run([BROWSER, *_QUIET, *own], check=True, capture_output=True, timeout=120)
    content = paper.read_bytes()
    sizes = (
        tuple(round(float(one) * _POINTS) for one in found) for found in _SIZE.findall(content)
    )
    return Printed(len(_PAGE.findall(content)), frozenset((w, h) for w, h in sizes))
