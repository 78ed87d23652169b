"""Reads the files that people write: sites.yaml, waivers.yaml, manual.yaml and code tables."""
