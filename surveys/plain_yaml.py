"""YAML as its author typed it: texts, lists and mappings, and nothing else.

To YAML itself the codes ``no`` and ``yes`` are truth values, ``1`` and ``2_5`` numbers and
``2026-11-01`` a date. Here they stay text; the model of a file says what else they are. A file that
is to tell the line of a fault is read by `surveys.loading.document` instead.
"""

from __future__ import annotations

from typing import Any

import yaml


def read_plain_yaml(text: str) -> Any:
    """What a text of YAML holds, with every scalar as text.

    Raises:
        yaml.YAMLError: When the text is not YAML, or nested without end.
    """
    # The rule takes every loader but the safe one for one that runs code. This one knows no types
    # at all, so that a tag can call nothing.
    try:
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    except RecursionError as error:
        raise yaml.YAMLError("the YAML is nested too deeply") from error
