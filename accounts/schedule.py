"""What beat rings for this room."""

SIX_HOURS = 21_600

SCHEDULE: dict[str, dict[str, object]] = {
    "accounts-tidy": {
        "task": "accounts.tasks.tidy",
        "schedule": SIX_HOURS,
        "options": {"queue": "calls", "expires": SIX_HOURS},
    },
}
