"""One address to one answer over HTTP, as a browser asks it: redirects, certificates, decoding, address policy."""
