"""The pages of a report, from evidence to the values that its templates show."""
