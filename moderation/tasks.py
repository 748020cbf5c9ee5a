"""Doorbells of the desk: each finds what is due by its rows. Ringing twice is harmless."""

import structlog
from celery import shared_task

from foundation import rounds
from moderation import ending, letters
from moderation.locked import forgetting as locked
from moderation.readings import drawing
from moderation.reports import retention, telling
from moderation.takedowns import alarms, carrying_out, following, forgetting, sweeping

log = structlog.get_logger(__name__)


@shared_task
def send_letters() -> None:
    """Mails that wait to be sent."""
    letters.send_due()


@shared_task
def tell_reporters() -> None:
    """Whoever reported something hears what became of it."""
    telling.tell_due()


@shared_task
def sweep_takedown(key: int) -> None:
    """A request for removal has come: hide what is around the things it names."""
    sweeping.sweep(key)


@shared_task
def carry_out_takedown(key: int) -> None:
    """A request for removal was decided: the rest of what it reaches is removed, or shown again."""
    carrying_out.finish(key)


@shared_task
def sweep_takedowns() -> None:
    """What is made from them, or brought, meanwhile; alarms that are due; what was decided and is not done; appeals that were won."""
    for part in (alarms.ring_due, alarms.ring_crowded, sweeping.sweep_due, carrying_out.go_on, following.follow):
        with rounds.alone(log, "takedown_round_failed", part=part.__name__):  # the others have people waiting, too
            part()


@shared_task
def forget_reports() -> None:
    """What people without an account wrote is kept no longer than it is good for."""
    retention.forget_old()
    forgetting.forget_old()


@shared_task
def end_measures() -> None:
    """What was decided for a while is over."""
    ending.end_due()


@shared_task
def purge_removed() -> None:
    """What was removed is destroyed once nobody can appeal."""
    ending.purge_due()


@shared_task
def forget_let_go() -> None:
    """Who left is forgotten where evidence had been kept."""
    locked.forget_let_go()


@shared_task
def draw_readings() -> None:
    """Put a share of what was decided aside for a second reading."""
    drawing.draw()
