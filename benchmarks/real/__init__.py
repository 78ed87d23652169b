"""The whole audit on pages that nobody of this project made."""
