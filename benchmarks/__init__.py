"""Figures of speed and memory, always beside a peer or a bound; never timed tests."""
