"""Settings: the environment and `.env`, read here and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from surveys.errors import SettingsError
from surveys.keyring import MasterKey
from surveys.messages import USUAL_HOURS, Hours, read_hours

TELEGRAM = "https://api.telegram.org"
TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
# Telegram's ids have at most 52 bits.
USER_ID = re.compile(r"[1-9][0-9]{0,15}")


class Settings(BaseSettings):
    """What an administrator sets. Each is described in `.env.example`."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,  # a line of `.env.example` left as it is means the default
        extra="ignore",
    )

    telegram_bot_token: SecretStr = SecretStr("")
    telegram_api_url: str = TELEGRAM
    database_url: str = "sqlite+aiosqlite:///canvass.db"
    data_dir: Path = Path("data")
    key_dir: Path = Path("keys")
    secret_key: SecretStr = SecretStr("")
    secret_key_file: Path | None = None
    admin_telegram_ids: Annotated[str, NoDecode] = ""
    webhook_url: str = ""
    webhook_secret: SecretStr = SecretStr("")
    webhook_port: int = Field(default=8443, ge=1, le=65535)
    second_approval: bool = True
    metrics_port: int | None = Field(default=None, ge=1, le=65535)
    log_format: Literal["console", "json"] = "console"
    plan: str = "tower-hamlets-2025"
    partnership: str = "tower-hamlets"
    send_rate: float = Field(default=30.0, ge=0, allow_inf_nan=False)
    send_rate_per_chat: float = Field(default=1.0, ge=0, allow_inf_nan=False)
    sending_hours: str = str(USUAL_HOURS)

    def master_key(self) -> MasterKey:
        """The key that wraps the keys of rounds.

        Raises:
            SecretKeyError: When it is missing or malformed.
            SettingsError: When its file cannot be read.
        """
        if self.secret_key_file is not None:
            try:
                return MasterKey.from_text(self.secret_key_file.read_text(encoding="ascii"))
            except (OSError, UnicodeDecodeError) as error:
                raise SettingsError(
                    "settings.key-file",
                    "SECRET_KEY_FILE",
                    f"{self.secret_key_file} cannot be read ({type(error).__name__})",
                    "Check its path and that this user may read it.",
                ) from error
        return MasterKey.from_text(self.secret_key.get_secret_value())

    def token(self) -> str:
        """The bot's token.

        Raises:
            SettingsError: When it is not set, or is no token; it is not repeated.
        """
        token = self.telegram_bot_token.get_secret_value().strip()
        if not token:
            raise SettingsError(
                "settings.no-token",
                "TELEGRAM_BOT_TOKEN",
                "it is not set",
                "Ask @BotFather for a token and put it into .env; `canvass demo` needs none.",
            )
        if not TOKEN.fullmatch(token):
            raise SettingsError(
                "settings.token",
                "TELEGRAM_BOT_TOKEN",
                "it does not look like a token (digits, a colon, letters and digits)",
                "Copy the whole token from @BotFather, without quotes or spaces.",
            )
        return token

    def administrators(self) -> frozenset[int]:
        """The Telegram ids of administrators; none where the setting is empty.

        Raises:
            SettingsError: When one is no id of a person; it is not repeated.
        """
        written = [part.strip() for part in self.admin_telegram_ids.split(",")]
        for number, part in enumerate(written, start=1):
            if part and not USER_ID.fullmatch(part):
                raise SettingsError(
                    "settings.administrators",
                    f"ADMIN_TELEGRAM_IDS, entry {number}",
                    "it is not the id of a person (a whole number above zero)",
                    "Write ids, not usernames, with commas between them: 700001,700002.",
                )
        return frozenset(int(part) for part in written if part)

    def hours(self) -> Hours:
        """The hours in London at which messages to many may leave.

        Raises:
            SettingsError: When they cannot be read, or are wider than 9-20 on Telegram itself.
        """
        try:
            hours = read_hours(self.sending_hours)
        except ValueError as error:
            raise SettingsError(
                "settings.hours",
                "SENDING_HOURS",
                str(error),
                "Write the first and the last hour of a day in London, such as 9-20.",
            ) from error
        # Nobody is woken by a mistake in a file; a sandbox can be tried out at night.
        real = self.telegram_api_url.rstrip("/").casefold() == TELEGRAM
        if real and not hours.is_within(USUAL_HOURS):
            raise SettingsError(
                "settings.hours-wide",
                "SENDING_HOURS",
                f"{hours} is not within {USUAL_HOURS}",
                f"Choose hours within {USUAL_HOURS}: nobody is written to at night.",
            )
        return hours


def load_settings(**overrides: object) -> Settings:
    """The settings of this process.

    Args:
        **overrides: Values that stand instead of the environment's.

    Raises:
        SettingsError: When `.env` or a value cannot be read; the value itself is not repeated.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks the values
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            "settings.env-file",
            ".env",
            f"the file cannot be read ({type(error).__name__})",
            "Save it as UTF-8 text that this user may read.",
        ) from error
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = ".".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(
            "settings.value",
            name,
            str(first["msg"]).lower(),
            "See .env.example for what it takes.",
        ) from None
