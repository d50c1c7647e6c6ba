"""Files that a call carries, and the multipart bodies they come in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.sandbox.refusals import bad_request

_PARAMETER = re.compile(r'(\w+\*?)=(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))')


@dataclass(frozen=True, slots=True)
class Upload:
    """One uploaded file.

    Attributes:
        filename: The name it was sent under.
        content_type: The media type it was sent as.
        content: Its bytes.
    """

    filename: str
    content_type: str
    content: bytes


def parse_multipart(content_type: str, body: bytes) -> tuple[dict[str, str], dict[str, Upload]]:
    """Take a multipart body apart into fields and files.

    Raises:
        ApiError: 400 when there is no boundary or a part has no name.
    """
    found = re.search(r'boundary="?([^";]+)"?', content_type)
    if found is None:
        raise bad_request("sandbox: the multipart body has no boundary")
    fields: dict[str, str] = {}
    files: dict[str, Upload] = {}
    separator = b"\r\n--" + found.group(1).encode()
    for part in (b"\r\n" + body).split(separator)[1:]:
        if part.startswith(b"--"):
            break
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        headers = _read_headers(head)
        disposition = _read_disposition(headers.get("content-disposition", ""))
        name = disposition.get("name")
        if name is None:
            raise bad_request("sandbox: a part of the multipart body has no name")
        if "filename" in disposition:
            kind = headers.get("content-type", "application/octet-stream")
            files[name] = Upload(disposition["filename"], kind, content)
        else:
            fields[name] = content.decode("utf-8", errors="replace")
    return fields, files


def _read_headers(head: bytes) -> dict[str, str]:
    """The header lines of one part, their names in small letters."""
    headers: dict[str, str] = {}
    for line in head.decode("utf-8", errors="replace").split("\r\n"):
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    return headers


def _read_disposition(value: str) -> dict[str, str]:
    """The parameters of a Content-Disposition line."""
    return {
        name: quoted.replace('\\"', '"') or plain
        for name, quoted, plain in _PARAMETER.findall(value)
    }
