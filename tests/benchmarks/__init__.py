"""How fast the bot answers, and how fast the analysis is, beside what others use.

``python -m tests.benchmarks`` runs every variant of the bot in a process of its own, in turn, and
prints what it measured; ``... broadcast`` sends one invitation to everybody; ``... analysis`` makes
up rounds of 1,000 to 10,000,000 answers and measures them. Nothing here is asserted: a slow machine
fails no test.

The analysis is compared with svy 0.35 and R survey 4.1.1, which are no dependencies: make an
environment of its own for svy (``python -m venv PEERS; PEERS/bin/pip install svy==0.35.0``) and
name it (``--svy PEERS/bin/python``); R survey is Debian's ``r-cran-survey``. Without them the rest
is measured. Seconds on the clock are judged and seconds of the processor stand beside them, which
hold where other work runs on the machine.
"""
