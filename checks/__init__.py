"""The checks, one file each in the folder of its topic; ``auditor.registry`` finds them."""
