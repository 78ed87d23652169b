"""The demo network: a bureau and 52 zones on loopback, made from a seed, with every planted fault in a manifest."""
