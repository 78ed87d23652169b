"""Parses downloads: PDF, Office and OpenDocument files, archives and Freego reports."""
