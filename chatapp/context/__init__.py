"""What an engine is sent with a question: the house's prompt, and what was said before."""

from chatapp.context.building import MODEST_CONTEXT_TOKENS, Context, build, texts
from chatapp.context.paths import LONGEST_PATH, path_to, paths_to
from chatapp.context.prompts import CONTINUE, PROMPTS, SYSTEM, prompt

__all__ = [
    "CONTINUE",
    "LONGEST_PATH",
    "MODEST_CONTEXT_TOKENS",
    "PROMPTS",
    "SYSTEM",
    "Context",
    "build",
    "path_to",
    "paths_to",
    "prompt",
    "texts",
]
