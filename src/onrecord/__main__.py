"""``python -m onrecord``: the same as the command ``onrecord``."""

import sys

from onrecord.cli.main import main

sys.exit(main())
