"""Judges a crawled run: pages, link targets and sites become findings, compared with earlier runs."""
