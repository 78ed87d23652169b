"""The auditor: walks the bureau's and the zones' websites every month and proves how convenient they are."""

__version__ = "0.1.0"
