"""What can be set from the command line."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """One simulator's settings. Times in seconds, `rate` in tokens per second (0: unpaced)."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 0
    seed: int = 1
    keys: frozenset[str] = frozenset()
    first_token: float = 0.5
    rate: float = 60.0
    picture_seconds: float = 1.5
    video_seconds: float = 6.0
    media_host: str = ""
    media_lifetime: float = 3600.0
    scene: str = field(default="")
