"""Checks of metadata: the 15 Dublin Core fields and the three fields of classification."""
