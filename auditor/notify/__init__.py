"""Sends reports by mail over SMTP."""
