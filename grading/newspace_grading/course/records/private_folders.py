"""Make folders and files that hold learners' work and points readable to nobody else on the machine, and find those that are not.

With nbgrader's ``c.CourseDirectory.groupshared`` the group may read and write them, too. On Windows the rights of the folder above hold.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

OWN_FOLDER, GROUP_FOLDER = 0o700, 0o2770
OWN_FILE, GROUP_FILE = 0o600, 0o660


def make_private(folder: Path, *, shared: bool = False) -> None:
    """Make a folder, and those above it that are missing, private; what exists stays as it is.

    Parameters
    ----------
    folder : Path
        The folder.
    shared : bool
        Whether the group may read and write it.

    Raises
    ------
    OSError
        If it cannot be made; the error names the folder.
    """
    missing: list[Path] = []
    place = folder
    while not place.exists() and place != place.parent:
        missing.append(place)
        place = place.parent
    for one in reversed(missing):
        try:
            one.mkdir(mode=OWN_FOLDER)
        except FileExistsError:  # another process was faster
            continue
        if shared:
            one.chmod(GROUP_FOLDER)
    folder.mkdir(exist_ok=True)  # raises if a file is in its place


def make_private_file(path: Path, *, shared: bool = False) -> None:
    """Make an empty private file unless something is there already."""
    make_private(path.parent, shared=shared)
    path.touch(mode=OWN_FILE)
    if shared and path.stat().st_size == 0:
        path.chmod(GROUP_FILE)


def open_to_others(places: Iterable[Path], *, shared: bool = False) -> list[Path]:
    """Return the files and folders that other users of this machine can read: they, and all folders above them, allow it.

    Parameters
    ----------
    places : iterable of Path
        Those to look at; what is missing is left out.
    shared : bool
        Whether the group may read them: then only the others count.
    """
    if os.name == "nt":
        return []
    return [
        path for path in places if any(_is_open(path, group=group) for group in ({False} if shared else {False, True}))
    ]


def _is_open(path: Path, *, group: bool) -> bool:
    """Tell whether others, or the members of the group that is not the owner's own, can read a file or list a folder."""
    try:
        path = path.resolve()
        about = path.stat()
        if group and _is_own_group(about):
            return False
        wanted = stat.S_IRGRP if group else stat.S_IROTH
        above = [one.stat() for one in path.parents]
    except OSError:
        return False
    return bool(about.st_mode & wanted) and all(
        one.st_mode & stat.S_IXOTH or (group and one.st_gid == about.st_gid and one.st_mode & stat.S_IXGRP)
        for one in above
    )


def _is_own_group(about: os.stat_result) -> bool:
    """Tell whether a file's group is its owner's own, as most systems make it, with nobody else in it."""
    import grp
    import pwd

    try:
        owner, group = pwd.getpwuid(about.st_uid), grp.getgrgid(about.st_gid)
    except KeyError:
        return True
    others = {name for name in group.gr_mem if name != owner.pw_name}
    return owner.pw_gid == about.st_gid and not others and group.gr_name == owner.pw_name
