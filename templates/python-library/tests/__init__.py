"""Tests of the library; a test's name says what a service or its operator would notice."""
