"""What beat rings for the desk."""

from foundation.bells import Bell, every

SCHEDULE: dict[str, Bell] = {
    "moderation-measures": every(60, "moderation.tasks.end_measures"),
    "moderation-purge": every(21_600, "moderation.tasks.purge_removed", queue="media"),
    "moderation-forget-let-go": every(21_600, "moderation.tasks.forget_let_go", queue="media"),
    "moderation-letters": every(60, "moderation.tasks.send_letters", queue="outward"),
    "moderation-reporters": every(20, "moderation.tasks.tell_reporters"),
    "moderation-takedowns": every(20, "moderation.tasks.sweep_takedowns"),
    "moderation-draw-readings": every(600, "moderation.tasks.draw_readings"),
    "moderation-forget-reports": every(21_600, "moderation.tasks.forget_reports", queue="calls"),
}
