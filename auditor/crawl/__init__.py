"""Works off a run's queues: what to ask, when its host allows it, and what each answer leads to."""
