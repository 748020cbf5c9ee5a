"""`python -m frontend.stylebook` serves the pages; `--look` takes a screenshot of each and leaves."""

import argparse

from frontend.stylebook import site


def main() -> None:
    """Read the arguments, then serve or look."""
    parser = argparse.ArgumentParser(prog="python -m frontend.stylebook", description=__doc__)
    parser.add_argument("--port", type=int, default=8100)
    parser.add_argument(
        "--look", nargs="*", metavar="PAGE", help="take screenshots into var/stylebook (of these pages, or of all)"
    )
    arguments = parser.parse_args()
    site.build()
    site.configure()

    if arguments.look is None:
        from frontend.stylebook import server

        server.serve(arguments.port)
    else:
        from frontend.stylebook import look

        look.at(arguments.look)


main()
