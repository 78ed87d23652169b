"""The command ``auditor``, and ``python -m auditor``. Loads nothing by itself: every worker process imports it too."""


def main() -> None:
    """Run the command line."""
    from auditor.cli.commands import main as run

    run()


if __name__ == "__main__":
    main()
