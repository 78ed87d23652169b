"""The files that people write (sites.yaml, waivers.yaml, manual.yaml, code tables), read with every problem at once."""
