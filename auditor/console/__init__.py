"""The web console: server-rendered pages over the store. It writes requests; ``auditor work`` carries them out."""
