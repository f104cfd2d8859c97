"""Keeps the sandbox's processes alive, with process-compose."""
