"""Checks of convenience: what a site offers its visitors on the home page, and what it publishes about itself."""
