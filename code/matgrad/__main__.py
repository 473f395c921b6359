"""``python -m matgrad``: the same as the command ``matgrad``."""

import sys

from matgrad.command_line import main

if __name__ == "__main__":
    sys.exit(main())
