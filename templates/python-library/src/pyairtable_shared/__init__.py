"""What PyAirtable's Python services share; each module is one thing."""
