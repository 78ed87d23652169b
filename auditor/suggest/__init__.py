"""Suggests classes for pages with a model fitted to official documents; unsure suggestions are marked as such."""
