"""Writing a film anew: H.264 and AAC in an MP4 that begins to play at once. Runs in the bounded child only."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.filter import Graph
from av.video.frame import PictureType

MOST_FRAME_PIXELS = 2160 * 3840
LONG_SIDE, SHORT_SIDE = 1920, 1080
THREADS = 2
TICKS = Fraction(1, 90_000)
SOUND_RATE, SOUND_FRAME = 48_000, 1_024
X264 = {"preset": "veryfast", "crf": "19", "maxrate": "8M", "bufsize": "16M"}  # 60 s stay below 62 MB
TURNS = {90: ("transpose=clock",), 180: ("hflip", "vflip"), 270: ("transpose=cclock",)}


@dataclass(frozen=True, slots=True)
class Plan:
    """Which part is written, in seconds from the film's beginning, and how. `steady`: at a constant rate."""

    rate: Fraction
    steady: bool
    begins: float = 0.0
    ends: float = float("inf")


def write(given: Any, film: Any, sound: Any, out: Path, plan: Plan) -> float:
    """Write that part to `out`; how far the film went, in seconds, at most a frame beyond. FFmpeg's errors come through."""
    film.thread_count = THREADS
    # A decoder that hides damage would show grey blocks as sound.
    film.codec_context.options = {"err_detect": "explode"}
    reached, heard = 0.0, False
    with av.open(str(out), "w", format="mp4", options={"movflags": "+faststart"}) as made:
        pictures, sounds = _Pictures(made, plan), _Sounds(made, plan) if sound else None
        start = float((film.start_time or 0) * film.time_base)
        for packet in given.demux([stream for stream in (film, sound) if stream]):
            for frame in packet.decode():
                at = _at(frame) - start
                if packet.stream is not film:
                    heard = at >= plan.ends
                    if sounds and not heard:
                        sounds.take(frame, start)
                    continue
                reached = max(reached, at)
                if plan.begins - _half(plan) <= at < plan.ends - _half(plan):
                    pictures.take(frame)
            if reached >= plan.ends and (heard or sounds is None):
                break
        pictures.end()
        if sounds:
            sounds.end()
    return reached


def _half(plan: Plan) -> float:
    """Times are rounded: who asks for a frame's beginning means the frame."""
    return float(1 / plan.rate) / 2


def _shown(frame: Any, *, sideways: bool) -> tuple[int, int]:
    """How large it is seen: upright."""
    return (frame.height, frame.width) if sideways else (frame.width, frame.height)


def _at(frame: Any) -> float:
    return float(frame.pts * frame.time_base) if frame.pts is not None else 0.0


class _Pictures:
    """The seen half: turned upright, no larger than we keep, from zero on."""

    def __init__(self, made: Any, plan: Plan) -> None:
        self._made, self._plan = made, plan
        self._stream: Any = made.add_stream("libx264", rate=plan.rate, options=X264)
        self._graph: Graph | None = None
        self._first = 0

    def take(self, frame: Any) -> None:
        if self._graph is None:
            self._first = frame.pts or 0
            self._graph = self._laid(frame)
        frame.pts = (frame.pts or 0) - self._first
        for ready in _through(self._graph, frame):
            ready.pict_type = PictureType.NONE  # what was a key frame there need not be one here
            self._made.mux(self._stream.encode(ready))

    def end(self) -> None:
        if self._graph is None:
            raise ValueError("no frame at all")
        for ready in _through(self._graph, None):
            ready.pict_type = PictureType.NONE
            self._made.mux(self._stream.encode(ready))
        self._made.mux(self._stream.encode(None))

    def _laid(self, frame: Any) -> Graph:
        turn = -round(frame.rotation) % 360
        width, height = _shown(frame, sideways=turn in (90, 270))
        shrink = min(1.0, LONG_SIDE / max(width, height), SHORT_SIDE / min(width, height))
        width, height = (max(2, round(side * shrink / 2) * 2) for side in (width, height))
        steps = [*TURNS.get(turn, ()), f"scale={width}:{height}", "setsar=1"]
        steps += [f"fps={self._plan.rate.numerator}/{self._plan.rate.denominator}"] if self._plan.steady else []
        self._stream.width, self._stream.height, self._stream.pix_fmt = width, height, "yuv420p"
        self._stream.codec_context.time_base = 1 / self._plan.rate if self._plan.steady else TICKS
        self._stream.codec_context.thread_count = THREADS
        graph = Graph()
        source = graph.add_buffer(
            width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base
        )
        return _linked(graph, source, [*steps, "format=yuv420p"], "buffersink")


class _Sounds:
    """The heard half: stereo, in the same part and beginning at the same moment."""

    def __init__(self, made: Any, plan: Plan) -> None:
        self._made, self._plan = made, plan
        self._stream: Any = made.add_stream("aac", rate=SOUND_RATE, layout="stereo", options={"b": "160k"})
        self._graph: Graph | None = None

    def take(self, frame: Any, start: float) -> None:
        if self._graph is None:
            self._graph = self._laid(frame, start)
        for ready in _through(self._graph, frame):
            self._made.mux(self._stream.encode(ready))

    def end(self) -> None:
        if self._graph is not None:
            for ready in _through(self._graph, None):
                self._made.mux(self._stream.encode(ready))
            self._made.mux(self._stream.encode(None))

    def _laid(self, frame: Any, start: float) -> Graph:
        begins, ends = self._plan.begins + start, min(self._plan.ends, 1e6) + start
        graph = Graph()
        source = graph.add_abuffer(
            sample_rate=frame.sample_rate, format=frame.format, layout=frame.layout, time_base=frame.time_base
        )
        steps = [
            f"atrim=start={begins:.6f}:end={ends:.6f}",
            f"asetpts=PTS-{begins:.6f}/TB",
            f"aresample={SOUND_RATE}",
            "aformat=sample_fmts=fltp:channel_layouts=stereo",
            f"asetnsamples=n={SOUND_FRAME}:p=0",
        ]
        return _linked(graph, source, steps, "abuffersink")


def _through(graph: Graph, frame: Any) -> Iterator[Any]:
    """Push one frame in, None at the end, and give what comes out."""
    graph.push(frame)
    while True:
        try:
            yield graph.pull()
        except (av.BlockingIOError, av.EOFError):
            return


def _linked(graph: Graph, source: Any, steps: list[str], sink: str) -> Graph:
    before = source
    for step in [*steps, sink]:
        name, _, how = step.partition("=")
        after = graph.add(name, how or None)
        before.link_to(after)
        before = after
    graph.configure()
    return graph
