"""Reads the metadata of pages and the blocks of home pages."""
