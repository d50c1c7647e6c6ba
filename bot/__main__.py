"""`python -m bot` is `canvass`."""

from bot.cli import main

main()
