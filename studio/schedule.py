"""What beat rings for the studio. A sweep that could not run in time is not made up for: the next does its work."""

from django.conf import settings

from foundation.bells import Bell, every


def _often(task: str, seconds: float) -> Bell:
    return every(seconds, f"studio.tasks.{task}", expires=max(seconds * 3, 5))


SCHEDULE: dict[str, Bell] = {
    "studio-sweep": _often("sweep", settings.STUDIO_SWEEP_SECONDS),
    "studio-consents": _often("sweep_consents", settings.STUDIO_SWEEP_SECONDS),
    "studio-poll": _often("poll", min(settings.STUDIO_POLL_SECONDS, settings.STUDIO_SWEEP_SECONDS)),
    "studio-webhooks": _often("ring_webhooks", 5),
    "studio-purge": every(600, "studio.tasks.purge", queue="media"),
    "studio-retention": every(3600, "studio.tasks.keep_no_longer", queue="media"),
    "studio-missing": every(86_400, "studio.tasks.find_missing", queue="media"),
    "studio-orphans": every(21_600, "studio.tasks.sweep_orphans", queue="media"),
}
