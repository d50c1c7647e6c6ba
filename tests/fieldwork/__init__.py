"""A round from its launch to its results, played in the sandbox and written down.

``python -m tests.fieldwork OUT.md`` plays it: staff and residents on made-up phones, the bot as
people run it, over HTTP. Nothing in it is real: the people, their answers and the partnership are
made up.
"""
