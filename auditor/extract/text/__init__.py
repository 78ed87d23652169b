"""Reads the visible text of a page: languages, dates, contacts, attributions and marked passages."""
