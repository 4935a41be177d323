"""Dependencies of promises on acts and programmes, and what is lost when one of these is taken away.

A promise stands on all the acts and programmes that it names. An act may rest on another act. Taking one thing away shows which
promises *lose their ground*; that is not the same as being cancelled, since the sides may write a new act.
Source: ``data/us_japan_commitments.toml`` and ``data/us_japan_acts.toml``, each row with a fact that holds its sources.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from newspace.content import catalogue
from newspace.core.paths import data
from newspace.models.us_japan import agreements

FILE = "us_japan_commitments.toml"
_FIELDS = ("acts", "fact", "giver", "programmes", "title")


@dataclass(frozen=True)
class Commitment:
    """A promise of one side: who gives it, and what it stands on."""

    id: str
    title: str
    giver: str
    acts: tuple[str, ...]
    programmes: tuple[str, ...]
    fact: str


@dataclass(frozen=True)
class Loss:
    """The consequences of taking ``removed`` away: ids, in the order of the tables."""

    removed: str
    title: str
    fallen_acts: tuple[str, ...]
    lost: tuple[str, ...]
    kept: tuple[str, ...]

    def lost_by(self, giver: str) -> int:
        """Count the lost promises of one side (``"Japan"`` or ``"USA"``)."""
        return sum(1 for one in commitments() if one.id in self.lost and one.giver == giver)


@lru_cache(maxsize=1)
def programmes() -> dict[str, str]:
    """Map the id of each programme to its title."""
    return {name: str(fields["title"]) for name, fields in catalogue.load_catalogue(data(FILE))["programme"].items()}


@lru_cache(maxsize=1)
def commitments() -> tuple[Commitment, ...]:
    """Load every promise, in the order of the table."""
    path = data(FILE)
    found = []
    for name, fields in catalogue.load_catalogue(path)["commitment"].items():
        entry = catalogue.TableEntry(path, f"commitment {name}", fields, _FIELDS)
        acts, needed = tuple(fields["acts"]), tuple(fields.get("programmes", ()))
        for act in acts:
            agreements.act(act)
        if not set(needed) <= set(programmes()):
            raise entry.error("programmes", f"names {needed}", f"Choose from: {', '.join(programmes())}.")
        found.append(Commitment(name, entry.text("title"), entry.text("giver"), acts, needed, entry.text("fact")))
    return tuple(found)


def grounds() -> dict[str, str]:
    """Map the id of everything that can be taken away to its title: programmes, and acts that promises stand on, directly or not."""
    used = {act for one in commitments() for name in one.acts for act in (name, *agreements.above(name))}
    return programmes() | {act.id: f"{act.title}, {act.day.year}" for act in agreements.acts() if act.id in used}


def take_away(removed: str, *, parents_matter: bool = True) -> Loss:
    """Determine what is lost when one act or programme is taken away.

    Parameters
    ----------
    removed : str
        An id of `grounds`, or ``"nothing"``.
    parents_matter : bool
        Whether an act is lost with the act that it rests on. If not, it is assumed to stand by itself.

    Raises
    ------
    ValueError
        If there is no such ground.
    """
    titles = {"nothing": "nothing"} | grounds()
    if removed not in titles:
        raise ValueError(f"there is no “{removed}” to take away; choose from: {', '.join(titles)}")
    fallen = tuple(
        act.id
        for act in agreements.acts()
        if act.id == removed or (parents_matter and removed in agreements.above(act.id))
    )
    lost = tuple(one.id for one in commitments() if removed in one.programmes or any(act in fallen for act in one.acts))
    kept = tuple(one.id for one in commitments() if one.id not in lost)
    return Loss(removed, titles[removed], fallen, lost, kept)


def sentence(loss: Loss) -> str:
    """Describe the result in words, with its numbers."""
    total, lost = len(commitments()), len(loss.lost)
    if not lost:
        return f"With {loss.title} taken away, all {total} promises keep their ground."
    verb = "loses its" if lost == 1 else "lose their"
    return (
        f"Without “{loss.title}”, {lost} of {total} promises {verb} ground: {loss.lost_by('Japan')} by Japan and "
        f"{loss.lost_by('USA')} by the USA. {len(loss.kept)} keep it{_landings(loss)}."
    )


def _landings(loss: Loss) -> str:
    if "landings" in loss.kept:
        return ", the two landings of 2024 among them"
    return "; the two landings of 2024 are not among them" if loss.kept else ""
