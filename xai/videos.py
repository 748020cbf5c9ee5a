"""/v1/videos: started once, asked about until it is decided, fetched at once."""

from dataclasses import replace
from urllib.parse import quote

from xai import errors, reading, refusals
from xai.api import Reply
from xai.redaction import redacted
from xai.values import ChangeRequest, ExtendRequest, FilmRequest, MediaIn, VideoProgress, VideoRequest

DECIDES_NOTHING = (errors.InvalidRequest, errors.NotThere, errors.EngineUnknown)


def start_path(request: FilmRequest) -> str:
    """Where this is begun."""
    match request:
        case ChangeRequest():
            return "/videos/edits"
        case ExtendRequest():
            return "/videos/extensions"
    return "/videos/generations"


def body(request: FilmRequest) -> dict[str, object]:
    """Everything is said: what is left out the provider decides, and bills."""
    said: dict[str, object] = {"model": request.engine, "prompt": request.prompt}
    if isinstance(request, VideoRequest):
        return said | _new(request)
    said["video"] = _given(request.video)
    if isinstance(request, ExtendRequest):
        said["duration"] = request.seconds
    return said


def _new(request: VideoRequest) -> dict[str, object]:
    said: dict[str, object] = {"duration": request.seconds, "resolution": request.resolution}
    if request.ratio:
        said["aspect_ratio"] = request.ratio
    if request.first:
        said["image"] = _given(request.first)
    if request.last:
        said["last_frame"] = _given(request.last)
    if request.references:
        said["reference_images"] = [_given(each) for each in request.references]
    return said


def _given(media: MediaIn) -> dict[str, object]:
    return {"url": media.url}


def path(request_id: str) -> str:
    """Where one video is asked about. The id came from outside: it stays one segment."""
    return f"/videos/{quote(request_id, safe='')}"


def started(reply: Reply) -> str:
    """The id of a video that was begun. Raises Unreadable: then it may have been begun all the same."""
    request_id = reading.text(reply.value, "request_id")
    if not request_id:
        raise errors.Unreadable(status=reply.status, request_id=reply.request_id)
    return request_id


def progress(request_id: str, reply: Reply, refusal: errors.XaiError | None) -> VideoProgress:
    """What an answer to a poll means. Raises the refusal if it is about us and not about the video.

    Only clear words end a video: an empty 202, an unknown word, an id not known (yet) are all pending.
    """
    if refusal is not None:
        return _refused(request_id, reply.status, refusal)
    value, video = reply.value, reading.mapping(reply.value.get("video"))
    word, url = reading.text(value, "status"), reading.text(video, "url") or None
    told = VideoProgress(
        request_id,
        "pending",
        progress=reading.whole(value, "progress"),
        seconds=reading.seconds(video, "duration"),
        ticks=reading.ticks(value),
        http_status=reply.status,
    )
    if reply.status == 202:
        return told
    if video.get("respect_moderation") is False:
        return replace(told, status="moderated", error_code="moderated")
    if word == "failed":
        return _failed(told, value)
    if word == "expired":
        return replace(told, status="expired", error_code="expired")
    if word == "done" or (not word and url):
        return replace(told, status="done", url=url) if url else replace(told, status="failed", error_code="no_address")
    return told if word in ("", "pending") else replace(told, error_code="unknown_word")


def _failed(told: VideoProgress, value: reading.Json) -> VideoProgress:
    said = refusals.said_by(value)
    return replace(told, status="failed", error_code=said.code or "failed", error_text=redacted(said.text))


def _refused(request_id: str, status: int, refusal: errors.XaiError) -> VideoProgress:
    told = VideoProgress(
        request_id,
        "pending",
        ticks=refusal.ticks,
        error_code=refusal.code,
        error_text=refusal.detail or None,
        http_status=status,
    )
    if isinstance(refusal, errors.Moderated):
        return replace(told, status="moderated")
    if status == 410:
        return replace(told, status="expired", error_code="expired")
    if isinstance(refusal, DECIDES_NOTHING):
        return told
    raise refusal
