"""A film: H.264 in yuv420p with AAC sound, its index in front so that it plays while it loads."""

import itertools
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.filter import Graph
from av.video.format import VideoFormat
from av.video.frame import VideoFrame
from PIL import Image

from simulator.painting.picture import opened
from simulator.painting.scenery import compose
from simulator.painting.sound import RATE, samples
from simulator.painting.words import caption

FRAMES_PER_SECOND = 24
BEAT = Fraction(1, FRAMES_PER_SECOND)
# The moving part is drawn at most this fine and scaled up; the words are laid over it at full size.
FINEST = 400
SOUND_FRAME = 1024


def shoot(
    path: Path, prompt: str, seed: int, width: int, height: int, seconds: float, inputs: list[str], mode: str = ""
) -> None:
    """Film the prompt into a file. With an input it begins with it: a picture, or (`edits`, `extensions`) a film."""
    scale = min(1.0, FINEST / min(width, height))
    small = (round(width * scale / 2) * 2, round(height * scale / 2) * 2)
    total = max(1, round(seconds * FRAMES_PER_SECOND))
    given = inputs[0] if inputs else ""
    dark = mode == "dark"
    if dark:
        moments: Iterator[Image.Image] = (Image.new("RGB", small) for _ in range(total))
    elif given and mode in ("edits", "extensions"):
        moments = remade(given, mode, prompt, seed, small, total)
    else:
        scenery = compose(prompt, seed, *small, opened(given) if given else None)
        moments = (scenery.frame(number / FRAMES_PER_SECOND) for number in range(total))
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        picture = container.add_stream("libx264", rate=FRAMES_PER_SECOND)
        picture.width, picture.height, picture.pix_fmt = width, height, "yuv420p"
        picture.options = {"preset": "superfast", "crf": "24", "threads": "1", "tune": "animation"}
        sound = container.add_stream("aac", rate=RATE, layout="mono")
        words = Image.new("RGBA", (width, height)) if dark else caption(prompt, width, height)
        for frame in captioned(moments, words, small):
            container.mux(picture.encode(frame))
        container.mux(picture.encode(None))
        for chunk in sounds(seed, total / FRAMES_PER_SECOND, silent=dark):
            container.mux(sound.encode(chunk))
        container.mux(sound.encode(None))


def remade(path: str, mode: str, prompt: str, seed: int, small: tuple[int, int], total: int) -> Iterator[Image.Image]:
    """An edit is its input seen through the prompt's colours; an extension goes on from the input's last frame."""
    shown, number = Image.new("RGB", small), 0
    scenery = compose(prompt, seed, *small) if mode == "edits" else None
    for shown in itertools.islice(frames_of(path, small), total):
        yield Image.blend(shown, scenery.frame(number / FRAMES_PER_SECOND), 0.35) if scenery else shown
        number += 1
    onward = compose(prompt, seed, *small, shown)
    for more in range(total - number):
        yield onward.frame(more / FRAMES_PER_SECOND)


def frames_of(path: str, small: tuple[int, int]) -> Iterator[Image.Image]:
    """A film's frames at our pace, whatever its own was."""
    number = 0
    with av.open(path, format="mp4") as container:
        for frame in container.decode(video=0):
            image = frame.to_image().resize(small)  # type: ignore[no-untyped-call]
            until = (frame.time or 0.0) + float((frame.duration or 0) * (frame.time_base or 0))
            while number / FRAMES_PER_SECOND < until - 0.001:
                yield image
                number += 1


def captioned(moments: Iterator[Image.Image], words: Image.Image, small: tuple[int, int]) -> Iterator[VideoFrame]:
    """Each moment, scaled to the words' size, with the words laid over it."""
    overlaying = Overlaying(words, small)
    for number, moment in enumerate(moments):
        frame: VideoFrame = VideoFrame.from_image(moment)  # type: ignore[no-untyped-call]
        frame.pts, frame.time_base = number, BEAT
        yield overlaying.lay(frame)


class Overlaying:
    """A filter graph that scales small frames up and lays one large transparent picture over each."""

    def __init__(self, words: Image.Image, small: tuple[int, int]) -> None:
        # The graph must be held: its filters do not keep it alive, and using them after it is gone ends the process.
        self.graph = graph = Graph()
        width, height = words.size
        self.moving = graph.add_buffer(width=small[0], height=small[1], format=VideoFormat("rgb24"), time_base=BEAT)
        letters = graph.add_buffer(width=width, height=height, format=VideoFormat("rgba"), time_base=BEAT)
        scale = graph.add("scale", f"{width}:{height}:flags=bilinear")
        flat, clear = graph.add("format", "yuv420p"), graph.add("format", "yuva420p")
        over = graph.add("overlay", "0:0:eof_action=repeat:format=yuv420")
        self.sink = graph.add("buffersink")
        for one, other, door in (
            (self.moving, scale, 0), (scale, flat, 0), (flat, over, 0), (letters, clear, 0), (clear, over, 1),
            (over, self.sink, 0),
        ):  # fmt: skip
            one.link_to(other, 0, door)
        graph.configure()
        # `from_image` would drop the transparency.
        still = VideoFrame.from_bytes(words.tobytes(), width, height, format="rgba")
        still.pts = 0
        letters.push(still)
        letters.push(None)

    def lay(self, frame: VideoFrame) -> VideoFrame:
        """The frame, large, under the words."""
        self.moving.push(frame)
        shown = self.sink.pull()
        assert isinstance(shown, VideoFrame)
        return shown


def sounds(seed: int, seconds: float, *, silent: bool = False) -> Iterator[AudioFrame]:
    """The sound in the codec's portions."""
    every = samples(seed, seconds)
    if silent:
        every = type(every)(every.typecode, bytes(len(every) * every.itemsize))
    for start in range(0, len(every), SOUND_FRAME):
        part = every[start : start + SOUND_FRAME]
        frame = AudioFrame(format="s16", layout="mono", samples=len(part))
        frame.planes[0].update(part.tobytes())
        frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
        yield frame
