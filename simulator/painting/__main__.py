"""The painter at work: one command a line comes in, one answer a line goes out; ends when its input does."""

import json
import os
import sys
from pathlib import Path

from simulator.painting.film import shoot
from simulator.painting.picture import paint

NICENESS = 5


def work(command: dict[str, object]) -> None:
    """Make one file. It appears under its name only when it is whole."""
    path = Path(str(command["path"]))
    unfinished = path.with_name(path.name + ".part")
    size = int(str(command["width"])), int(str(command["height"]))
    prompt, seed = str(command["prompt"]), int(str(command["seed"]))
    given = command["inputs"]
    inputs = [str(each) for each in given] if isinstance(given, list) else []
    if command["what"] == "film":
        mode = str(command.get("mode", ""))
        shoot(unfinished, prompt, seed, *size, float(str(command["seconds"])), inputs, mode)
    else:
        paint(unfinished, prompt, seed, *size, str(command["format"]), inputs)
    unfinished.rename(path)


def main() -> None:
    """Work until there is nobody to work for."""
    os.nice(NICENESS)
    for line in sys.stdin:
        command = json.loads(line)
        error = ""
        try:
            work(command)
        except Exception as problem:  # whatever went wrong, the one who waits must hear of it
            error = f"{type(problem).__name__}: {problem}"
        print(json.dumps({"name": command["name"], "error": error}), flush=True)


if __name__ == "__main__":
    main()
