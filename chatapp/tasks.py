"""The room's doorbells and sweeps. Each may be lost, doubled or late without harm."""

from uuid import UUID

from celery import shared_task
from django.conf import settings

from chatapp import conversations, search, summaries, temporary, titles
from chatapp.composer import expected, queue
from chatapp.engines import snapshot
from chatapp.files import deleting, preserving
from chatapp.line import history
from chatapp.relay import reaper
from chatapp.shapes import checking
from chatapp.transfers import runs


@shared_task
def give_title(conversation: str) -> None:
    """Name a conversation after its first answer."""
    titles.give(UUID(conversation))


@shared_task(soft_time_limit=checking.SECONDS)
def check_shape(turn: str) -> None:
    """Read an answer that was asked for in a shape."""
    checking.check(UUID(turn))


@shared_task
def check_shapes() -> None:
    """Ring again for answers whose doorbell was lost: one that takes long keeps no other waiting."""
    for turn in checking.unchecked():
        check_shape.apply_async(args=(str(turn),), queue="calls", ignore_result=True)


@shared_task
def sum_up(turn: str) -> None:
    """Sum up the older part of a conversation that has become long."""
    summaries.after(UUID(turn))


@shared_task
def reap() -> None:
    """The second net under the relays: end turns whose relay died while no other relay was there to see it."""
    reaper.reap(grace=settings.RELAY_LEASE_SECONDS)
    reaper.seal_forgotten()
    reaper.give_up_late()


@shared_task
def send_queued(conversation: str) -> None:
    """An answer has ended: send what was queued behind it."""
    queue.send_next(UUID(conversation))


@shared_task
def send_all_queued() -> None:
    """Send what is due and no doorbell was heard for."""
    for conversation in queue.due():
        queue.send_next(conversation)


@shared_task
def index() -> None:
    """Make findable what was written to its end since the last time."""
    search.index()


@shared_task
def count_expected() -> None:
    """What answers cost and take of late, for the line under the composer."""
    expected.count()


@shared_task
def purge() -> None:
    """Remove conversations whose deletion can no longer be undone."""
    conversations.purge()


@shared_task
def read_catalogue() -> None:
    """Ask the provider which engines it has and what they cost, when that is due."""
    snapshot.read_if_due()


@shared_task
def purge_files() -> None:
    """Empty the stores of files that were deleted, or never sent; bring what is evidence where it stays, first."""
    preserving.preserve()
    deleting.purge()


@shared_task
def end_temporary() -> None:
    """End temporary chats whose person has gone."""
    temporary.sweep()


@shared_task
def advise() -> None:
    """Tell those who run the house when turns have waited long today."""
    history.advise()


# Longer than any other task; the lease, not the broker, says whether somebody works on it.
@shared_task(time_limit=settings.TRANSFER_SECONDS, soft_time_limit=settings.TRANSFER_SECONDS - 10)
def transfer(transfer_id: int) -> None:
    """Take everything along, or bring a file here."""
    runs.work(transfer_id)


@shared_task
def transfers() -> None:
    """Ring again for transfers nobody works on, and let old files go."""
    runs.sweep()
