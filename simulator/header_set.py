"""The headers every answer carries, and those only a successful inference has (reference 1.3)."""

import secrets

RATES = {"x-ratelimit-limit-tokens": "50000000", "x-ratelimit-remaining-tokens": "50000000"}
SECURITY = "max-age=31536000"


def common(request_id: str) -> dict[str, str]:
    """What every answer carries."""
    return {
        "server": "cloudflare",
        "cf-ray": f"{secrets.token_hex(8)}-SIM",
        "cf-cache-status": "DYNAMIC",
        "strict-transport-security": SECURITY,
        "vary": "origin, access-control-request-method, access-control-request-headers",
        "access-control-allow-origin": "*",
        "access-control-expose-headers": "*",
        "traceparent": f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-00",
        "x-request-id": request_id,
        "x-data-retention": "general",
        "x-zero-data-retention": "false",
    }


def inference(request_id: str, *, requests: int = 7200, tokens: bool = True) -> dict[str, str]:
    """What a successful inference carries besides. Pictures and videos have no token window."""
    window = {"x-ratelimit-limit-requests": str(requests), "x-ratelimit-remaining-requests": str(requests - 1)}
    return common(request_id) | window | (RATES if tokens else {})


def timings(started: float, first: float, now: float, tokens: int) -> dict[str, str]:
    """The measured times of an answer that was not streamed; the arguments are monotonic seconds."""
    between = (now - first) / tokens if tokens else 0.0
    return {
        "x-metrics-e2e-ms": f"{(now - started) * 1000:.1f}",
        "x-metrics-ttft-ms": f"{(first - started) * 1000:.1f}",
        "x-metrics-mean-itl-ms": f"{between * 1000:.2f}",
    }
