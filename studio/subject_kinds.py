"""What the desk may have on it from this room."""

ORDER = "order"  # a prompt, before or after it was sent
ASSET = "asset"  # a picture or film
