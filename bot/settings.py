"""Settings: the environment and `.env`, read here and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from surveys.errors import SettingsError
from surveys.privacy import MasterKey

TELEGRAM = "https://api.telegram.org"
TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")


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
    metrics_port: int | None = Field(default=None, ge=1, le=65535)
    log_format: Literal["console", "json"] = "console"
    plan: str = "tower-hamlets-2025"
    partnership: str = "tower-hamlets"
    send_rate: float = Field(default=30.0, ge=0, allow_inf_nan=False)
    send_rate_per_chat: float = Field(default=1.0, ge=0, allow_inf_nan=False)

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
