"""How fast the bot answers, beside python-telegram-bot alone and with a database.

``python -m tests.benchmarks`` runs every variant in a process of its own, in turn, and prints what
it measured. Nothing here is asserted: a slow machine fails no test.
"""
