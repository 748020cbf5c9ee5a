"""Signatures by the scheme of Standard Webhooks (https://www.standardwebhooks.com): v1, HMAC-SHA256."""

import base64
import hashlib
import hmac
import secrets

PREFIX = "whsec_"


def new_secret() -> str:
    """24 random bytes, as the scheme's libraries take them."""
    return PREFIX + base64.b64encode(secrets.token_bytes(24)).decode()


def headers(secret: str, *, message: str, at: int, body: bytes) -> dict[str, str]:
    """What goes along with a body. `at`: seconds since 1970; a receiver refuses what is too old."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = b".".join([message.encode(), str(at).encode(), body])
    signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return {"webhook-id": message, "webhook-timestamp": str(at), "webhook-signature": f"v1,{signature}"}
