"""Knows the world and no check: one address to an answer, an answer to facts, one browser visit to a rendered page."""
