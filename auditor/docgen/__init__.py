"""Writes the generated pages of docs/: rules, form, settings."""
