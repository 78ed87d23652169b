"""The link audit held against other link checkers on the same pages, server and machine."""
