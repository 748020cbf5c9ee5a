"""What beat rings for the parlour."""

SCHEDULE: dict[str, dict[str, object]] = {
    "chatapp-reap": {"task": "chatapp.tasks.reap", "schedule": 10, "options": {"queue": "sweeps", "expires": 10}},
    # Often looked at, seldom due: a house that has just begun should not wait for its first catalogue.
    "chatapp-read-catalogue": {
        "task": "chatapp.tasks.read_catalogue",
        "schedule": 10,
        "options": {"queue": "calls", "expires": 10},
    },
    "chatapp-shapes": {
        "task": "chatapp.tasks.check_shapes",
        "schedule": 30,
        "options": {"queue": "calls", "expires": 30},
    },
    "chatapp-send-queued": {
        "task": "chatapp.tasks.send_all_queued",
        "schedule": 10,
        "options": {"queue": "sweeps", "expires": 10},
    },
    "chatapp-advise": {"task": "chatapp.tasks.advise", "schedule": 600, "options": {"queue": "sweeps", "expires": 600}},
    "chatapp-index": {"task": "chatapp.tasks.index", "schedule": 10, "options": {"queue": "sweeps", "expires": 10}},
    "chatapp-count-expected": {
        "task": "chatapp.tasks.count_expected",
        "schedule": 600,
        "options": {"queue": "sweeps", "expires": 600},
    },
    "chatapp-purge": {"task": "chatapp.tasks.purge", "schedule": 30, "options": {"queue": "sweeps", "expires": 30}},
    "chatapp-purge-files": {
        "task": "chatapp.tasks.purge_files",
        "schedule": 300,
        "options": {"queue": "sweeps", "expires": 300},
    },
    "chatapp-end-temporary": {
        "task": "chatapp.tasks.end_temporary",
        "schedule": 60,
        "options": {"queue": "sweeps", "expires": 60},
    },
    "chatapp-transfers": {
        "task": "chatapp.tasks.transfers",
        "schedule": 20,
        "options": {"queue": "sweeps", "expires": 20},
    },
}
