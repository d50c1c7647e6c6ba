from __future__ import annotations

import base64
import stat
from typing import TYPE_CHECKING

import pytest

from surveys.errors import SecretKeyError
from surveys.keyring import KeyRing, MasterKey, new_master_key

if TYPE_CHECKING:
    from pathlib import Path

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))


def master(key: bytes = KEY) -> MasterKey:
    return MasterKey.from_text(base64.urlsafe_b64encode(key).decode())


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    return KeyRing(tmp_path / "keys", master())


class TestMasterKey:
    def test_a_new_one_is_accepted_and_differs_from_the_next(self) -> None:
        first, second = new_master_key(), new_master_key()
        assert MasterKey.from_text(first + "\n").check_value() != (
            MasterKey.from_text(second).check_value()
        )

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            pytest.param("", "key.missing", id="empty"),
            pytest.param("  \n", "key.missing", id="blank"),
            pytest.param("changeme", "key.malformed", id="a word"),
            pytest.param(base64.urlsafe_b64encode(KEY[:31]).decode(), "key.malformed", id="short"),
            pytest.param("£" * 44, "key.malformed", id="not ascii"),
            pytest.param(base64.urlsafe_b64encode(KEY).decode()[:-1], "key.malformed", id="cut"),
        ],
    )
    def test_a_bad_one_is_refused_with_what_to_do(self, text: str, code: str) -> None:
        with pytest.raises(SecretKeyError, match="canvass new-key") as refused:
            MasterKey.from_text(text)
        assert refused.value.code == code
        assert "\n" not in str(refused.value)

    def test_its_check_value_is_stable_and_tells_keys_apart(self) -> None:
        assert master().check_value() == master().check_value()
        assert master().check_value() != master(OTHER_KEY).check_value()


class TestKeyRing:
    def test_a_key_is_there_after_a_restart(self, tmp_path: Path) -> None:
        key = KeyRing(tmp_path / "keys", master()).create("spring-2026")
        assert KeyRing(tmp_path / "keys", master()).get("spring-2026") == key

    def test_its_files_are_private_and_do_not_hold_the_key(
        self, ring: KeyRing, tmp_path: Path
    ) -> None:
        key = ring.create("spring-2026")
        (file,) = (tmp_path / "keys").iterdir()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
        assert key not in file.read_bytes()

    def test_a_key_that_is_needed_is_made_once(self, ring: KeyRing) -> None:
        made = ring.ensure("staff")
        assert ring.ensure("staff") == ring.get("staff") == made

    def test_a_key_that_cannot_be_read_is_not_made_anew(
        self, ring: KeyRing, tmp_path: Path
    ) -> None:
        ring.ensure("staff")
        other = KeyRing(tmp_path / "keys", master(OTHER_KEY))
        with pytest.raises(SecretKeyError) as refused:
            other.ensure("staff")
        assert refused.value.code == "key.wrong-master"

    def test_keys_are_random_and_listed_by_name(self, ring: KeyRing) -> None:
        assert ring.names() == ()
        assert ring.create("b") != ring.create("a")
        assert ring.names() == ("a", "b")

    def test_a_key_is_never_made_twice(self, ring: KeyRing) -> None:
        key = ring.create("a")
        with pytest.raises(SecretKeyError) as refused:
            ring.create("a")
        assert refused.value.code == "key.exists"
        assert ring.get("a") == key

    def test_a_destroyed_key_is_gone_and_destroying_again_does_nothing(
        self, ring: KeyRing, tmp_path: Path
    ) -> None:
        ring.create("a")
        kept = ring.create("b")
        ring.destroy("a")
        ring.destroy("a")
        assert ring.find("a") is None
        assert ring.get("b") == kept
        assert [path.name for path in (tmp_path / "keys").iterdir()] == ["b.key"]

    def test_destroying_overwrites_what_the_file_held(self, ring: KeyRing, tmp_path: Path) -> None:
        ring.create("a")
        file = tmp_path / "keys" / "a.key"
        second_name = tmp_path / "second-name"
        second_name.hardlink_to(file)
        before = second_name.read_bytes()
        ring.destroy("a")
        assert second_name.read_bytes() != before

    def test_a_key_that_is_not_there_is_told(self, ring: KeyRing) -> None:
        with pytest.raises(SecretKeyError, match="Restore the folder of keys") as refused:
            ring.get("a")
        assert refused.value.code == "key.not-found"

    def test_another_master_key_is_told(self, ring: KeyRing, tmp_path: Path) -> None:
        ring.create("a")
        with pytest.raises(SecretKeyError, match="the master key does not open") as refused:
            KeyRing(tmp_path / "keys", master(OTHER_KEY)).get("a")
        assert refused.value.code == "key.wrong-master"

    def test_a_key_under_the_name_of_another_is_refused(
        self, ring: KeyRing, tmp_path: Path
    ) -> None:
        ring.create("a")
        (tmp_path / "keys" / "a.key").rename(tmp_path / "keys" / "b.key")
        with pytest.raises(SecretKeyError):
            ring.get("b")

    def test_a_draft_left_by_a_crash_does_no_harm(self, ring: KeyRing, tmp_path: Path) -> None:
        (tmp_path / "keys").mkdir(mode=0o700)
        (tmp_path / "keys" / "a.draft").write_bytes(b"half a ke")
        assert ring.find("a") is None
        assert ring.create("a") == ring.get("a")
        assert ring.names() == ("a",)

    def test_a_folder_that_cannot_be_written_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "keys").write_text("a file where the folder should be")
        with pytest.raises(SecretKeyError) as refused:
            KeyRing(tmp_path / "keys", master()).create("a")
        assert refused.value.code == "key.not-written"

    @pytest.mark.parametrize("name", ["", "../a", "a/b", "A", ".a", "a" * 65])
    def test_a_name_cannot_lead_out_of_the_folder(self, ring: KeyRing, name: str) -> None:
        with pytest.raises(ValueError, match="not a name"):
            ring.find(name)
