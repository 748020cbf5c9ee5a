"""What the log says of one request: the provider's own bill."""

from dataclasses import asdict, dataclass, field


@dataclass
class Record:
    """One request it accepted, or turned away (`accepted` false, never billed). Times are Unix seconds."""

    id: str
    trace: str
    route: str
    accepted: bool
    accepted_at: float
    model: str = ""
    stream: bool = False
    scene: str = ""
    prompt: str = ""
    helper: bool = False
    input_tokens: int = 0
    cached: int = 0
    tokens: int = 0
    reasoning: int = 0
    ticks: int = 0
    status: int = 0
    ended: str = ""
    ended_at: float | None = None
    error: str = ""
    request_id: str | None = None
    text: str = ""
    reasoning_text: str = ""
    polls: int = 0
    downloads: int = 0
    said: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """The record as the log's JSON."""
        return asdict(self)
