"""Runs workflows: steps that wait for each other."""
