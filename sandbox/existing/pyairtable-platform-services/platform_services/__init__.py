"""Table schemas: which fields a table has, and whether a record fits."""
