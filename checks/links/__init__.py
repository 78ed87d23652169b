"""Checks of links: whether their targets open, and what else is worth knowing about them."""
