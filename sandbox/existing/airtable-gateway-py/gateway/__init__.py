"""One place that talks to Airtable, so that its limits are kept."""
