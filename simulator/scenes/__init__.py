"""Named scenes: faults, paces and odd answers, chosen by a marker in the prompt, a header, or as the default."""

from simulator.scenes import pace
from simulator.scenes.play import Ending, FilePlay, Instead, Play, VideoPlay
from simulator.scenes.register import REGISTER, Cue, Scene, arrange, cue, cues, cues_in

__all__ = [
    "REGISTER", "Cue", "Ending", "FilePlay", "Instead", "Play", "Scene", "VideoPlay",
    "arrange", "cue", "cues", "cues_in", "pace",
]  # fmt: skip
