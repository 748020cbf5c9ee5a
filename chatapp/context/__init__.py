"""What an engine is sent with a question: prompts, what is to be heeded, what was said before, in short or in full."""

from chatapp.context.building import FRAME, MODEST_CONTEXT_TOKENS, Context, build, in_folder, of_turn, texts, window
from chatapp.context.instructions import Instructions, heeded, system_text
from chatapp.context.paths import LONGEST_PATH, Path, Summed, path_to, paths_to
from chatapp.context.prompts import CONTINUE, PROJECT, PROMPTS, SYSTEM, prompt

__all__ = [
    "CONTINUE",
    "FRAME",
    "LONGEST_PATH",
    "MODEST_CONTEXT_TOKENS",
    "PROJECT",
    "PROMPTS",
    "SYSTEM",
    "Context",
    "Instructions",
    "Path",
    "Summed",
    "build",
    "heeded",
    "in_folder",
    "of_turn",
    "path_to",
    "paths_to",
    "prompt",
    "system_text",
    "texts",
    "window",
]
