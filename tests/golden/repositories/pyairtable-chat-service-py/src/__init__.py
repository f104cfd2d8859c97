"""The chat-service of PyAirtable."""
