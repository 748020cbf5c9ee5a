"""`python -m frontend.stylebook` serves the pages; `--look` takes a screenshot of each and leaves."""

import argparse
from pathlib import Path

from frontend.stylebook import site


def main() -> None:
    """Read the arguments, then serve or look."""
    parser = argparse.ArgumentParser(prog="python -m frontend.stylebook", description=__doc__)
    parser.add_argument("--port", type=int, default=8100)
    parser.add_argument(
        "--look", nargs="*", metavar="PAGE", help="take screenshots into var/stylebook (of these pages, or of all)"
    )
    parser.add_argument("--folder", type=Path, default=site.FOLDER, help="where to build; two books need two")
    parser.add_argument("--built", action="store_true", help="show what was built there before")
    arguments = parser.parse_args()
    if not arguments.built:
        site.build(arguments.folder)
    site.configure(arguments.folder)

    if arguments.look is None:
        from frontend.stylebook import server

        server.serve(arguments.port)
    else:
        from frontend.stylebook import look

        look.at(arguments.look)


main()
