"""How hard Hypothesis tries: a quick look by default, a long one with ``HYPOTHESIS_PROFILE=long``."""

import os

from hypothesis import HealthCheck, settings

# Parsing takes milliseconds and varies with the machine: no example has a deadline. The quick profile draws the same
# examples every time, so that a change that breaks nothing never fails; the long one looks for what nobody thought of.
_COMMON = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", _COMMON, max_examples=80, derandomize=True)
settings.register_profile("long", _COMMON, max_examples=5_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
