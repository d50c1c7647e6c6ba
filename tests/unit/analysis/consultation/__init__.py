"""Tests of the report of a consultation and its evidence pack."""
