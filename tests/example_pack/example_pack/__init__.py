"""Checks of the example pack; the folder of a check names its topic."""
