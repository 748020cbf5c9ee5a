"""What beat rings for the parlour."""

from foundation.bells import Bell, every

SCHEDULE: dict[str, Bell] = {
    "chatapp-reap": every(10, "chatapp.tasks.reap"),
    "chatapp-send-queued": every(10, "chatapp.tasks.send_all_queued"),
    "chatapp-index": every(10, "chatapp.tasks.index"),
    # Often looked at, seldom due: a house that has just begun should not wait for its first catalogue.
    "chatapp-read-catalogue": every(10, "chatapp.tasks.read_catalogue", queue="calls"),
    "chatapp-transfers": every(20, "chatapp.tasks.transfers"),
    "chatapp-shapes": every(30, "chatapp.tasks.check_shapes", queue="calls"),
    "chatapp-purge": every(30, "chatapp.tasks.purge"),
    "chatapp-end-temporary": every(60, "chatapp.tasks.end_temporary"),
    "chatapp-purge-files": every(300, "chatapp.tasks.purge_files"),
    "chatapp-advise": every(600, "chatapp.tasks.advise"),
    "chatapp-count-expected": every(600, "chatapp.tasks.count_expected"),
}
