"""Bodies to facts: characters, HTML documents, texts, home-page blocks and files. Fetches nothing, stores nothing."""
