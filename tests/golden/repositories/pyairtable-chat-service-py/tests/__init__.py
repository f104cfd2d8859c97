"""Tests of the service; a test's name says what a caller or an operator would notice."""
