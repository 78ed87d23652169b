"""Interactive accessibility probes: keyboard walk, single-key shortcuts, layout stress, contrast, screenshots."""
