"""Doorbells: each rings for one row, or for the line; the rows say what is due. Ringing twice is harmless."""

from celery import shared_task
from django.conf import settings

from moderation.consent import ending
from studio import assets, captions, checkup, improving, leftovers, retention, sheets
from studio.arrivals import again, checking, forgetting
from studio.consents import telling as consents
from studio.pipeline import fetching, inspecting, polling, submitting
from studio.pipeline import sweep as net
from studio.sharing import stills
from studio.webhooks import telling

# Above all that one send may take; the broker's visibility timeout (4 × CELERY_TASK_HARD_SECONDS) is above this.
SUBMIT_SECONDS = int(submitting.whole_seconds())
# Ten large pictures on a slow bucket take longer than a chore should; this, too, is below the visibility timeout.
MEDIA_SECONDS = int(settings.CELERY_TASK_HARD_SECONDS * 2.5)


@shared_task(soft_time_limit=SUBMIT_SECONDS - 5, time_limit=SUBMIT_SECONDS)
def send_next(kind: str) -> None:
    """Send whoever is next in the line for pictures, or for films."""
    submitting.send_next(kind)


@shared_task
def poll() -> None:
    """Ask the provider about every film that is due."""
    polling.poll_due()


@shared_task
def sweep() -> None:
    """Ring again, take up what was dropped, end what is too late."""
    net.sweep()
    again.ring_again()


@shared_task
def sweep_consents() -> None:
    """End consents whose time is over, finish what a kill left of a withdrawal, write down what was withheld."""
    try:
        ending.sweep()
    finally:
        consents.audit_of_things()


@shared_task(soft_time_limit=MEDIA_SECONDS - 10, time_limit=MEDIA_SECONDS)
def fetch(job_id: int) -> None:
    """Bring home what the provider made."""
    fetching.fetch(job_id)


@shared_task(soft_time_limit=MEDIA_SECONDS - 10, time_limit=MEDIA_SECONDS)
def inspect(job_id: int) -> None:
    """Look into what was fetched, sign it, show it."""
    inspecting.inspect(job_id)


@shared_task(soft_time_limit=MEDIA_SECONDS - 10, time_limit=MEDIA_SECONDS)
def check_arrival(arrival_id: int) -> None:
    """Look into what somebody brought, or cut, and hang it."""
    checking.check(arrival_id)


@shared_task(soft_time_limit=MEDIA_SECONDS - 10, time_limit=MEDIA_SECONDS)
def draw_sheet(asset_id: int) -> None:
    """Draw the frames of a film that a reviewer looks at."""
    sheets.draw(asset_id)


@shared_task(soft_time_limit=MEDIA_SECONDS - 10, time_limit=MEDIA_SECONDS)
def label_shown(share_id: int) -> None:
    """Draw the labelled copies of what a new link shows."""
    stills.label_all(share_id)


@shared_task
def write_caption(asset_id: int) -> None:
    """Have an engine say what is to be seen in it."""
    captions.answer(asset_id)


@shared_task
def improve_prompt(owner_id: int) -> None:
    """Have an engine propose a better prompt."""
    improving.answer(owner_id)


@shared_task
def tell_webhook(message_id: int) -> None:
    """Tell somebody's server what became of a job."""
    telling.tell(message_id)


@shared_task
def ring_webhooks() -> None:
    """Messages that are due again, or whose bell was lost."""
    telling.ring_due()


@shared_task
def purge() -> None:
    """Empty every store of what was deleted long enough ago."""
    assets.purge_due()
    telling.forget_old()
    forgetting.forget_old()


@shared_task
def keep_no_longer() -> None:
    """Throw away what has hung as long as its owner wanted."""
    retention.sweep()


@shared_task
def find_missing() -> None:
    """Mark things whose file is not in the store any more."""
    checkup.find_missing()


@shared_task
def sweep_orphans() -> None:
    """Delete objects that no row names."""
    leftovers.sweep_orphans()
