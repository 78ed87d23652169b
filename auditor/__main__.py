"""The command ``auditor``, and ``python -m auditor``. Imports nothing at first: every worker process imports it too."""

from importlib import import_module


def main() -> None:
    """Run the command line."""
    import_module("auditor.cli.standard_streams").prepare_standard_streams()
    import_module("auditor.cli.app").app()


if __name__ == "__main__":
    main()
