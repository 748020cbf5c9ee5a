"""How one request is going to be answered. A scene changes a play before anything is sent."""

from dataclasses import dataclass, field


@dataclass
class Instead:
    """A whole answer given in place of the real one. Billed only when `accepted`."""

    status: int
    body: bytes
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    accepted: bool = False


@dataclass
class Ending:
    """A stream that does not come to its end: after so many pieces it is closed, reset, held, or told an error.

    `phase` says what is counted: pieces of "text" or of "thinking".
    `how`: close, reset, end, finish, hang, error; `frame` is the form of the error.
    """

    how: str
    after: int
    phase: str = "text"
    frame: str = ""


@dataclass
class VideoPlay:
    """What a video job does."""

    outcome: str = "done"
    seconds: float | None = None
    missing_for: float = 0.0
    empty_pending: str = "some"
    error_code: str = ""
    error_text: str = ""
    poll_status: int = 0
    poll_times: int = 0


@dataclass
class FilePlay:
    """What is given when a picture or a video is downloaded."""

    kind: str = "whole"
    rate: float = 0.0
    location: str = ""
    status: int = 0
    actual_seconds: float = 0.0
    dark: bool = False
    lifetime: float | None = None


@dataclass
class Play:
    """The whole plan. Times are seconds, `rate` is tokens per second and 0 means unpaced."""

    seed: int
    first_token: float = 0.5
    rate: float = 60.0
    picture_seconds: float = 1.5

    # what is said
    text: str | None = None
    pieces: list[str] | None = None
    tokens: int | None = None
    thinking_tokens: int | None = None
    stamp: bool = False
    finish: str = ""

    # how it comes over the wire
    line_end: str = "\n"
    packet_bytes: int = 0
    packet_seconds: float = 0.0
    keep_alive_seconds: float = 0.0
    content_type: str = "text/event-stream"
    done_mark: bool | None = None
    usage_on_each: bool = False
    usage_at_all: bool = True
    ticks_at_all: bool = True
    empty_finish: bool = False
    unknown_events: bool = False

    # what goes wrong
    wait_before_headers: float = 0.0
    accepted_before_wait: bool = True
    drop: str = ""
    drop_resets: bool = False
    instead: Instead | None = None
    ending: Ending | None = None
    picture_format: str = "jpeg"
    picture_outcome: str = "done"

    video: VideoPlay = field(default_factory=VideoPlay)
    file: FilePlay = field(default_factory=FilePlay)
