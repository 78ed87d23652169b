"""Parses HTML documents: links, forms, tables, landmarks, names, and the place of each in the source."""
