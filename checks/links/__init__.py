"""Checks of links: do they lead where they say, and what else is worth knowing about them."""
