"""`presales`, the command line: `python -m service` does the same."""

import sys

from service.cli.application import application
from service.cli.failures import EXPECTED, sentence


def main() -> None:
    """Run one command. What can be expected to go wrong ends in one line and exit code 1."""
    try:
        application()
    except EXPECTED as error:
        sys.stderr.write(f"presales: {sentence(error)}\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
