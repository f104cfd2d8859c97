"""The PostgreSQL that the new services keep their data in: one server, a database and a login for each service."""
