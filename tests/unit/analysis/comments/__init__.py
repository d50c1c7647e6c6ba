"""Tests of analysis.comments."""
