"""alive.py web | relay | worker | beat: exit 0 when that part works. For container health checks.

The web process is asked over HTTP. The others leave a sign of life in Redis when they have done real work.
"""

import os
import sys
import time
import urllib.request

SILENT_SECONDS = 60  # the slowest sign comes every 10 s; a part that is silent for six of them does not work


def web_answers() -> bool:
    """Whether this container's web process answers; it touches no other part."""
    with urllib.request.urlopen("http://127.0.0.1:8000/healthz", timeout=4) as answer:
        return bool(answer.status == 200)


def left_a_sign(part: str) -> bool:
    """Whether a process of this kind was at work within the last minute."""
    import redis

    address = os.environ.get("REDIS_URL") or open(os.environ["REDIS_URL_FILE"]).read().strip()  # noqa: SIM115, PTH123
    prefix = os.environ.get("REDIS_PREFIX", "salon:")
    with redis.Redis.from_url(address, socket_timeout=4) as client:
        sign = client.hget(f"{prefix}heartbeats", part)
    return sign is not None and time.time() - float(sign) < SILENT_SECONDS


def main(part: str) -> int:
    """0 or 1; a failure to ask is a failure."""
    try:
        return 0 if (web_answers() if part == "web" else left_a_sign(part)) else 1
    except Exception as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
