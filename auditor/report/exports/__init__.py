"""Findings as files for other programs: JSON, CSV, XLSX, ODF, SARIF, JUnit, EARL."""
