"""What beat rings for the parlour."""

SCHEDULE: dict[str, dict[str, object]] = {
    "chatapp-reap": {"task": "chatapp.tasks.reap", "schedule": 10, "options": {"queue": "sweeps", "expires": 10}},
    "chatapp-purge": {"task": "chatapp.tasks.purge", "schedule": 30, "options": {"queue": "sweeps", "expires": 30}},
}
