"""The nouns: frozen facts, verdicts and findings. Nothing here imports anything of ours outside this room."""
