"""Build, read, run and test the book: ``python make.py`` lists the commands.

Needs Python 3.11 or newer and nothing else. This file keeps to what every Python 3 can read, so that an old one can
say what is wrong; the work is done in ``tools/``.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "This book needs Python 3.11 or newer; this is Python {}.{} ({}).\n"
        "Run the command with a newer one, for example: python3.12 make.py {}".format(
            sys.version_info[0], sys.version_info[1], sys.executable, " ".join(sys.argv[1:])
        ).rstrip()
    )

from tools.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
