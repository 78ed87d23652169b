"""The checks, one file each in the folder of its topic; ``auditor.judging.registry`` finds them."""
