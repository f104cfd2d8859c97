"""Chooses a language model for a prompt and keeps account of the tokens."""
