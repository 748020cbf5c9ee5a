"""Named scenes: faults, paces and odd answers, chosen by a marker in the prompt, a header, or as the default."""

from simulator.scenes import (
    cuts,
    files,
    limits,
    odd_answers,
    outages,
    pace,
    packets,
    pictures,
    refusals,
    silence,
    starts,
    videos,
    words,
)
from simulator.scenes.play import Ending, FilePlay, Instead, Play, VideoPlay
from simulator.scenes.register import REGISTER, Cue, Scene, arrange, cue, cues, cues_in

# Naming them here is what enters their scenes.
GROUPS = (
    pace, silence, cuts, packets, words, odd_answers, limits, refusals, outages, starts, pictures, videos, files,
)  # fmt: skip

__all__ = [
    "GROUPS", "REGISTER", "Cue", "Ending", "FilePlay", "Instead", "Play", "Scene", "VideoPlay",
    "arrange", "cue", "cues", "cues_in",
]  # fmt: skip
