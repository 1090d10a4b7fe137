"""What we remember. SQLAlchemy 2, typed; sealed columns; questions with names."""
