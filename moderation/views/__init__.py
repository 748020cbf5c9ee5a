"""The desk's doors: each reads the request, makes one call, shows the result."""
