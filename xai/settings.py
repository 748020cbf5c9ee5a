"""How this room is told where the provider is and how patient to be. Times are seconds, sizes are bytes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

Route = Literal["responses", "chat"]


@dataclass(frozen=True, slots=True)
class Limit:
    """What the provider lets a team ask of one engine, in any minute. Its seconds follow: a 48th of the requests."""

    requests_per_minute: float
    tokens_per_minute: float = 0  # 0: not counted in tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class XaiSettings:
    """Everything that can be set. The key shows in no repr."""

    base_url: str = "https://api.x.ai/v1"
    api_key: str = field(default="", repr=False)
    route: Route = "responses"
    # Where results may be fetched from: a bare host means https on 443, an origin (http://127.0.0.1:8001) means itself.
    media_hosts: tuple[str, ...] = ("imgen.x.ai", "vidgen.x.ai", "files-cdn.x.ai")

    # One clock for each phase of a request.
    pool_seconds: float = 10  # until one of our connections is free
    connect_seconds: float = 10  # name, TCP and TLS
    write_seconds: float = 30  # until the whole request has left
    first_data_seconds: float = 45  # from connected to the first word of a streamed reply that is not thought about
    idle_seconds: float = 60  # between two data events of a stream; comments and bytes do not count
    total_seconds: float = 3600  # a whole streamed reply
    tail_seconds: float = 5  # for usage and [DONE] after a finish marker
    read_seconds: float = 300  # a whole reply that is not streamed
    call_seconds: float = 45  # catalogue, key check, start and poll of a video
    picture_seconds: float = 180  # an order of pictures
    fetch_seconds: float = 600  # a whole download
    fetch_idle_seconds: float = 30  # between two reads of a download

    retries: int = 4  # repeats after the first try
    retry_base_seconds: float = 1  # then 2, 4, 8 … with jitter
    retry_cap_seconds: float = 20  # a longer wait is the caller's to decide
    patience_seconds: float = 45  # no try of a reply begins later than this after the first
    media_patience_seconds: float = 10  # the same for everything else: a job waits in its own row, not in here

    stream_connections: int = 512
    call_connections: int = 32
    media_connections: int = 16
    download_connections: int = 8
    keep_alive_seconds: float = 20

    max_answer_bytes: int = 16 << 20
    max_pictures_bytes: int = 192 << 20  # ten pictures of 2k in base64
    max_stream_bytes: int = 64 << 20
    max_line_bytes: int = 4 << 20
    max_event_bytes: int = 8 << 20

    catalogue_seconds: float = 600
    limits: Mapping[str, Limit] = field(default_factory=dict)  # by engine, in place of the dated table

    def __post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        if (
            parts.scheme not in ("http", "https")
            or not parts.hostname
            or parts.query
            or parts.fragment
            or parts.username
        ):
            raise ValueError("The provider's base URL must be http(s)://host/…/v1, without user, query or fragment.")
        if not parts.path.endswith("/v1"):
            raise ValueError("The provider's base URL must end in /v1.")
        if self.route not in ("responses", "chat"):
            raise ValueError("The route to the provider is `responses` or `chat`.")
