"""What PyAirtable's Python services share: settings, logs and readiness."""
