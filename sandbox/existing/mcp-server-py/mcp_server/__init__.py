"""Tools over Airtable data for language models, by the Model Context Protocol."""
