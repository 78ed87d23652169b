"""Our audit against the expectations that other engines' own tests state."""
