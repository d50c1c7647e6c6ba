from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import TELEGRAM, Settings, load_settings
from surveys.errors import CanvassError, SecretKeyError, SettingsError
from surveys.messages import Hours
from tests.support.chat import MASTER


@pytest.fixture(autouse=True)
def _nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting in the environment and no `.env`."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def refusal(**values: object) -> CanvassError:
    with pytest.raises(SettingsError) as refused:
        load_settings(**values)
    return refused.value


def test_everything_but_token_and_key_has_a_default() -> None:
    settings = load_settings()
    assert settings.plan == "tower-hamlets-2025"
    assert (settings.send_rate, settings.send_rate_per_chat) == (30, 1)
    with pytest.raises(SettingsError):
        settings.token()
    with pytest.raises(SecretKeyError):
        settings.master_key()


def test_the_environment_goes_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("PLAN=of-the-file\nLOG_FORMAT=json\n", "utf-8")
    monkeypatch.setenv("PLAN", "of-the-environment")
    settings = load_settings()
    assert (settings.plan, settings.log_format) == ("of-the-environment", "json")


def test_a_setting_left_empty_has_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TELEGRAM_API_URL", "SECRET_KEY_FILE", "METRICS_PORT", "LOG_FORMAT"):
        monkeypatch.setenv(name, "")
    assert load_settings() == load_settings(_env_file=None)
    assert load_settings().secret_key_file is None


@pytest.mark.parametrize(
    "token",
    ["", " ", "mytoken", "123:", ":abc", "123:abc def", "123:abc/../def", '"123:abc"', "12３:abc"],
)
def test_what_is_no_token_is_refused_and_not_repeated(token: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(telegram_bot_token=token).token()
    assert refused.value.code in {"settings.no-token", "settings.token"}
    assert not token.strip() or token not in str(refused.value)


def test_spaces_around_a_token_do_not_matter() -> None:
    assert load_settings(telegram_bot_token=" 123:a_B-9\n").token() == "123:a_B-9"


def test_a_value_that_cannot_be_read_is_named_and_not_repeated() -> None:
    told = refusal(webhook_port="my-secret")
    assert str(told).startswith("WEBHOOK_PORT: ")
    assert "my-secret" not in str(told)


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"PLAN=\xff")
    assert refusal().code == "settings.env-file"


def test_the_master_key_can_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(MASTER + "\n", "ascii")
    settings = load_settings(secret_key_file=file)
    check = load_settings(secret_key=MASTER).master_key().check_value()
    assert settings.master_key().check_value() == check
    file.write_bytes(b"\xff")
    with pytest.raises(SettingsError):
        settings.master_key()


def test_secrets_are_not_in_what_is_printed_of_settings() -> None:
    settings = load_settings(
        telegram_bot_token="123:hidden-token", secret_key=MASTER, webhook_secret="hidden-secret"
    )
    assert "hidden" not in repr(settings)
    assert MASTER not in repr(settings)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        pytest.param("", set(), id="none"),
        pytest.param("700001", {700_001}, id="one"),
        pytest.param(" 700001 , 700002,", {700_001, 700_002}, id="spaces and a comma too many"),
        pytest.param("700001,700001", {700_001}, id="twice"),
    ],
)
def test_administrators_are_read(text: str, ids: set[int]) -> None:
    assert load_settings(admin_telegram_ids=text).administrators() == ids


@pytest.mark.parametrize("wrong", ["0", "-700001", "@somebody", "7.5", "1e5", "٧٠٠", "7" * 17])
def test_what_is_no_id_of_a_person_is_told_by_its_place_and_not_repeated(wrong: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(admin_telegram_ids=f"700001,{wrong}").administrators()
    assert str(refused.value).startswith("ADMIN_TELEGRAM_IDS, entry 2: ")
    assert wrong not in str(refused.value).replace("entry 2: it", "").replace("700001,700002", "")


@pytest.mark.parametrize(
    ("written", "address", "read"),
    [
        pytest.param("9-20", TELEGRAM, Hours(9, 20), id="usual"),
        pytest.param(" 10-18 ", TELEGRAM, Hours(10, 18), id="narrower"),
        pytest.param("0-24", "http://127.0.0.1:8081", Hours(0, 24), id="wider in a sandbox"),
    ],
)
def test_sending_hours_are_read(written: str, address: str, read: Hours) -> None:
    assert load_settings(sending_hours=written, telegram_api_url=address).hours() == read


@pytest.mark.parametrize(
    ("written", "address", "code"),
    [
        pytest.param("8-20", TELEGRAM, "settings.hours-wide", id="too early"),
        pytest.param("9-21", TELEGRAM + "/", "settings.hours-wide", id="too late"),
        pytest.param("0-24", TELEGRAM.upper(), "settings.hours-wide", id="spelt otherwise"),
        pytest.param("20-9", TELEGRAM, "settings.hours", id="the wrong way round"),
        pytest.param("9-25", "http://127.0.0.1:1", "settings.hours", id="no such hour"),
        pytest.param("9", TELEGRAM, "settings.hours", id="one hour"),
        pytest.param("9:00-20:00", TELEGRAM, "settings.hours", id="minutes"),
    ],
)
def test_sending_hours_that_cannot_be_are_refused(written: str, address: str, code: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(sending_hours=written, telegram_api_url=address).hours()
    assert refused.value.code == code
