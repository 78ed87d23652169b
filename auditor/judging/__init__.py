"""Runs checks over stored facts and drops verdicts that another check already gives at the same element."""
