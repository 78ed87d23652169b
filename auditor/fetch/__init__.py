"""Fetches one address over HTTP as a browser requests it: redirects, certificates, content coding, address policy."""
