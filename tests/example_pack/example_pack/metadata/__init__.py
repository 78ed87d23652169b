"""Checks of metadata."""
