"""Works through a run's queues: which address to fetch, when its host allows it, and what each answer leads to."""
