"""A zip archive of files."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

EPOCH = datetime(1980, 1, 1)  # noqa: DTZ001 - the zip format's first day; it knows no time zones
"""The date that archives carry, so that the same tables give the same bytes."""


def to_zip(files: Mapping[str, bytes]) -> bytes:
    """``files``, by name, in one zip archive."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, date_time=EPOCH.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # else Windows and Unix would write different bytes
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return sink.getvalue()
