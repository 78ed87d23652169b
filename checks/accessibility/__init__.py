"""Checks of accessibility: what visitors with assistive technology can perceive and operate."""
