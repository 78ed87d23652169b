"""The command line: commands, their help, and the only place with exit codes."""
