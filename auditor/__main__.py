"""``python -m auditor`` is the command ``auditor``."""

from auditor.cli.commands import main

if __name__ == "__main__":  # worker processes import this module too
    main()
