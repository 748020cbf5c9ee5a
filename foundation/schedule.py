"""What beat rings for the foundation."""

SCHEDULE = {
    "foundation-show-life": {
        "task": "foundation.tasks.show_life",
        "schedule": 10,
        "options": {"queue": "sweeps", "expires": 10},
    },
    "foundation-forget-keys": {
        "task": "foundation.tasks.forget_keys",
        "schedule": 3600,
        "options": {"queue": "sweeps", "expires": 3600},
    },
}
