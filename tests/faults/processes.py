"""`canvass run` in a process of its own, on an environment made from scratch."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.sandbox import DEFAULT_TOKEN, Sandbox
from bot.settings import Settings, load_settings
from surveys.keyring import new_master_key

REPOSITORY = Path(__file__).parents[2]
RUN = ("-m", "bot", "run")


def make_settings(folder: Path, url: str = "http://127.0.0.1:1", **values: Any) -> Settings:
    """Settings of an installation in a folder, from nowhere but here."""
    content: dict[str, Any] = {
        "telegram_bot_token": DEFAULT_TOKEN,
        "telegram_api_url": url,
        "database_url": f"sqlite+aiosqlite:///{folder / 'canvass.db'}",
        "data_dir": folder / "data",
        "key_dir": folder / "keys",
        "secret_key": new_master_key(),
        "log_format": "json",
        "send_rate": 0,
        "send_rate_per_chat": 0,
    }
    return load_settings(_env_file=None, **{**content, **values})


def make_environment(settings: Settings, **more: str) -> dict[str, str]:
    """The settings as the whole environment of a process; nothing of this one's goes along."""
    values = settings.model_dump(exclude_defaults=True)
    plain = {
        name.upper(): value.get_secret_value() if hasattr(value, "get_secret_value") else str(value)
        for name, value in values.items()
    }
    return {"PATH": os.defpath, "PYTHONPATH": str(REPOSITORY), **plain, **more}


class BotProcess:
    """The bot as people run it; it can be killed, stopped and started again."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.settings = settings
        self.folder = folder
        self.log = folder / "bot.log"
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, arguments: Sequence[str] = RUN) -> None:
        """Start it; it may well be that it does not come up."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *arguments,
                cwd=self.folder,  # where there is no `.env`
                env=make_environment(self.settings),
                stdout=log,
                stderr=log,
            )

    async def wait(self, seconds: float = 30) -> int:
        """Wait for it to end by itself; its status, negative for a signal."""
        assert self._process is not None
        return await asyncio.wait_for(self._process.wait(), seconds)

    async def kill(self) -> None:
        """SIGKILL: nothing can be put in order."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def stop(self, seconds: float = 10) -> int:
        """SIGTERM, and its status."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return await self.wait(seconds)

    async def started(self, sandbox: Sandbox, seconds: float = 30) -> None:
        """Wait until it polls."""
        before = polls(sandbox)
        async with asyncio.timeout(seconds):
            while polls(sandbox) == before:
                assert self._process is not None
                assert self._process.returncode is None, self.log.read_text("utf-8")
                await asyncio.sleep(0.02)


def polls(sandbox: Sandbox) -> int:
    """How many polls the sandbox has seen begin or end."""
    return sandbox.service.updates._poll
