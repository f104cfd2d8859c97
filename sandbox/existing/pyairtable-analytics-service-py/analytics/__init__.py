"""Counts what people do in PyAirtable."""
