"""Findings as values, without input or output: grouping, lifecycle, owners, waivers, deadlines, periods, form rows."""
