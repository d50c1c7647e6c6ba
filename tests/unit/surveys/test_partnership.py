"""Who asks, as data."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveys import partnership
from surveys.errors import SettingsError
from surveys.partnership import load_partnership


def test_the_partnership_that_ships_is_marked_as_not_yet_confirmed() -> None:
    shipped = load_partnership("tower-hamlets")
    assert shipped.name == "Tower Hamlets Community Safety Partnership"
    assert not shipped.confirmed


def test_an_unknown_partnership_is_named() -> None:
    with pytest.raises(SettingsError, match="atlantis") as caught:
        load_partnership("atlantis")
    assert caught.value.code == "partnership.unknown"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("name: Somewhere", id="lines missing"),
        pytest.param("[", id="no YAML"),
        pytest.param("", id="empty"),
    ],
)
def test_an_incomplete_file_is_refused(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "somewhere.yaml").write_text(text, "utf-8")
    monkeypatch.setattr(partnership, "PARTNERSHIPS", tmp_path)
    with pytest.raises(SettingsError) as caught:
        load_partnership("somewhere")
    assert caught.value.code == "partnership.incomplete"
