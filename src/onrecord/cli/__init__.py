"""The ``onrecord`` command."""
