"""What beat rings for the studio. A sweep that could not run in time is not made up for: the next does its work."""

from typing import Any

from django.conf import settings


def _often(task: str, seconds: float) -> dict[str, Any]:
    options = {"queue": "sweeps", "expires": max(seconds * 3, 5)}
    return {"task": f"studio.tasks.{task}", "schedule": seconds, "options": options}


SCHEDULE = {
    "studio-sweep": _often("sweep", settings.STUDIO_SWEEP_SECONDS),
    "studio-purge": {"task": "studio.tasks.purge", "schedule": 600, "options": {"queue": "media", "expires": 600}},
    "studio-orphans": {
        "task": "studio.tasks.sweep_orphans",
        "schedule": 21_600,
        "options": {"queue": "media", "expires": 21_600},
    },
    "studio-poll": _often("poll", min(settings.STUDIO_POLL_SECONDS, settings.STUDIO_SWEEP_SECONDS)),
}
