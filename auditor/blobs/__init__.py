"""Compressed bodies and facts in SQLite files. Imports little, because every worker process loads it."""
