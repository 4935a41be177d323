"""Encode and decode time zones of every library: by name, or by their offset from UTC."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from typing import Any

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}")
_MAX_NAME_CHARS = 60


def encode_zone(value: Any) -> Any:
    """Encode a time zone: its name, its offset in seconds, or the library and one of these; None if unknown."""
    if type(value) is zoneinfo.ZoneInfo:
        return value.key or None
    if type(value) is dt.timezone:
        return _seconds(value.utcoffset(None))
    module, kind = type(value).__module__, type(value).__name__
    if module.startswith("pytz"):
        name = getattr(value, "zone", None)
        return ["pytz", name] if isinstance(name, str) else ["pytz", _seconds(value.utcoffset(None))]
    if module.startswith("dateutil.tz"):
        return _encode_dateutil(value, kind)
    return None


def _seconds(offset: Any) -> float:
    return float(offset.total_seconds())


def _encode_dateutil(value: Any, kind: str) -> Any:
    if kind == "tzutc":
        return ["dateutil", "UTC"]
    if kind == "tzoffset":
        return ["dateutil", _seconds(value.utcoffset(None))]
    name = str(getattr(value, "_filename", None) or "").rpartition("zoneinfo/")[2]
    return ["dateutil", name] if kind == "tzfile" and _NAME.fullmatch(name) else None


def decode_zone(raw: Any) -> dt.tzinfo:
    """Decode a time zone; where its library is not installed, use Python's own zone of the same name.

    Raises
    ------
    ValueError, TypeError, LookupError
        If it is broken, or unknown here.
    """
    library, where = raw if isinstance(raw, list) else ("", raw)
    if not isinstance(where, str):
        return _fixed(library, where)
    if len(where) > _MAX_NAME_CHARS or not _NAME.fullmatch(where):
        raise ValueError("time zone")
    found = None
    if library == "pytz":
        found = _of_pytz(where)
    elif library == "dateutil":
        found = _of_dateutil(where)
    return found if isinstance(found, dt.tzinfo) else zoneinfo.ZoneInfo(where)


def _fixed(library: str, seconds: Any) -> dt.tzinfo:
    """Make a zone with a fixed offset from UTC."""
    if library == "dateutil":
        try:
            from dateutil.tz import tzoffset  # type: ignore[import-untyped, unused-ignore]

            found: dt.tzinfo = tzoffset(None, dt.timedelta(seconds=seconds))
            return found
        except ImportError:
            pass
    return dt.UTC if seconds == 0 else dt.timezone(dt.timedelta(seconds=seconds))


def _of_pytz(name: str) -> Any:
    try:
        import pytz  # type: ignore[import-not-found, import-untyped, unused-ignore]
    except ImportError:
        return None
    return pytz.timezone(name)


def _of_dateutil(name: str) -> Any:
    try:
        from dateutil import tz  # type: ignore[import-untyped, unused-ignore]
    except ImportError:
        return None
    return tz.UTC if name == "UTC" else tz.gettz(name)


def attached(moment: Any, zone: dt.tzinfo, offset: Any) -> Any:
    """Attach a zone to a moment without one; of a pytz zone, use the part with this offset from UTC."""
    if type(zone).__module__.startswith("pytz") and isinstance(moment, dt.datetime) and offset is not None:
        return (moment - dt.timedelta(seconds=offset)).replace(tzinfo=dt.UTC).astimezone(zone)
    return moment.replace(tzinfo=zone)
