"""What beat rings for the foundation."""

from foundation.bells import Bell, every

SCHEDULE: dict[str, Bell] = {
    "foundation-show-life": every(10, "foundation.tasks.show_life"),
    "foundation-forget-keys": every(3600, "foundation.tasks.forget_keys"),
}
