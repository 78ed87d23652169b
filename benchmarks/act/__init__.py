"""Our verdicts held against the test cases of the W3C's ACT rules."""
