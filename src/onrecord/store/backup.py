"""A copy of a library that is made while it is in use."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from onrecord.errors import LibraryError
from onrecord.store.parquet import Folder, sync
from onrecord.store.sqlite import Store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def backup(store: Store, folder: Folder, target: Path) -> None:
    """Copy a library's file and tables to ``target``.

    Parts are never changed once they are in force, and a part that goes out of force is deleted only when the library
    is next opened for writing; so they can be copied before the file that names them. One that comes into force
    meanwhile is copied after it.

    Raises:
        LibraryError: ``target`` exists already, or cannot be written to.
    """
    beside = Folder(target.with_name(target.name + ".tables"))
    for path in (target, beside.path):
        if path.exists():
            raise LibraryError(f"{path} exists already. Name a file that does not.")
    try:
        _copy(folder, beside, store.parts())
        store.copy_to(target)
        with Store(target, read_only=True) as copy:
            _copy(folder, beside, copy.parts())
    except OSError as error:
        raise LibraryError(f"The backup could not be written to {target}: {error}.") from error


def _copy(folder: Folder, beside: Folder, numbers: Iterable[int]) -> None:
    wanted = {f"{number:06d}.parquet" for number in numbers}
    for file in sorted(folder.path.glob("*/*.parquet")) if folder.path.is_dir() else ():
        target = beside.path / file.parent.name / file.name
        if file.name in wanted and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
            sync(target.parent)
