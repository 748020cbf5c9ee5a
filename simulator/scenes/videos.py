"""Scenes for the life of a video job."""

from simulator.scenes.play import Play
from simulator.scenes.register import scene


@scene("video_seconds", "The job takes so many seconds.", seconds=6.0)
def video_seconds(play: Play, seconds: float) -> None:
    play.video.seconds = seconds


@scene(
    "video_failed",
    "The job fails, unbilled. Codes that merit a new attempt: `service_unavailable`, `internal_error`.",
    code="internal_error",
    text="The video could not be generated.",
)
def video_failed(play: Play, code: str, text: str) -> None:
    play.video.outcome, play.video.error_code, play.video.error_text = "failed", code, text


@scene("video_expired", "The job expires, unbilled.")
def video_expired(play: Play) -> None:
    play.video.outcome = "expired"


@scene("video_never", "The job stays pending for ever.")
def video_never(play: Play) -> None:
    play.video.outcome = "never"


@scene("video_no_url", "The job is done, but there is no url.")
def video_no_url(play: Play) -> None:
    play.video.outcome = "no_url"


@scene("video_old_shape", "No `status` anywhere, as early in 2026: 202 is pending, a url is done.")
def video_old_shape(play: Play) -> None:
    play.video.outcome, play.video.empty_pending = "no_status", "old"


@scene("video_early_404", "The job is not found for its first seconds.", seconds=1.0)
def video_early_404(play: Play, seconds: float) -> None:
    play.video.missing_for = seconds


@scene("video_empty_202", "Every pending answer has an empty body.")
def video_empty_202(play: Play) -> None:
    play.video.empty_pending = "all"


@scene("video_poll_error", "The first so many polls are answered with an error.", status=503, polls=2)
def video_poll_error(play: Play, status: int, polls: int) -> None:
    play.video.poll_status, play.video.poll_times = status, polls
