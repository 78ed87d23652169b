"""Parses bodies to facts: charsets, HTML documents, texts, home-page blocks and files. No network, no store."""
