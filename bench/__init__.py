"""Benchmarks: whole commands, several runs, a baseline beside each."""
