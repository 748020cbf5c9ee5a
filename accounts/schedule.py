"""What beat rings for this room."""

from foundation.bells import Bell, every

SIX_HOURS = 21_600

SCHEDULE: dict[str, Bell] = {"accounts-tidy": every(SIX_HOURS, "accounts.tasks.tidy", queue="calls")}
