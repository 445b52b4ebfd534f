"""`python -m lontar`: what the launcher hands over to."""

import sys

from lontar.house.terminal import main

sys.exit(main(sys.argv[1:]))
