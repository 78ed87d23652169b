"""Compressed bodies and facts in SQLite files. Imports nothing heavy, for every worker process loads it."""
