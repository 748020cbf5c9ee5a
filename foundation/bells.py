"""What beat rings: a task, how often, and on which queue."""

Bell = dict[str, object]


def every(seconds: float, task: str, *, queue: str = "sweeps", expires: float | None = None) -> Bell:
    """Ring for this task every so many seconds. A bell nobody answered by the next one is let go: that does the same."""
    return {"task": task, "schedule": seconds, "options": {"queue": queue, "expires": expires or seconds}}
