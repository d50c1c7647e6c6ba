"""Whether intervals and verdicts keep their promises, on a made-up population whose truth is known.

``python -m tests.simulations`` runs the whole of it in minutes; the tests beside it a small part.
Rounds are drawn in cells and go through the weights, estimates, changes and verdicts of
`analysis` as those of a real round do.
"""
