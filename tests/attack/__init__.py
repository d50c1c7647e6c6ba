"""Somebody who tries to work out from published results what was withheld."""
