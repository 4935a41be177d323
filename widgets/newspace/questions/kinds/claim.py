"""Claim questions: find what the readings say of a claim, and which paragraph shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from newspace.core.i18n import _
from newspace.questions.base import Question, right_message, wrong_message
from newspace.questions.verdict import Example, Note, Verdict, invalid

SUPPORTED, CONTRADICTED, ABSENT = "supported", "contradicted", "not in the readings"
VERDICTS = (SUPPORTED, CONTRADICTED, ABSENT)


@dataclass(frozen=True)
class Passage:
    """A paragraph of a reading."""

    reading: str
    paragraph: int


@dataclass(frozen=True, kw_only=True)
class Claim(Question):
    """A claim to check. Answer: ``{"verdict": …, "reading": …, "paragraph": n}``, or the verdict alone for “not in the readings”.

    Parameters
    ----------
    verdict : str
        One of ``VERDICTS``.
    places : tuple of Place
        The paragraphs that are accepted as evidence; empty for “not in the readings”.
    offered : mapping of str to tuple of int
        The readings to choose from, each with the paragraph numbers offered (without page furniture).
    """

    kind: ClassVar[str] = "claim"
    partial: ClassVar[bool] = True

    claim: str
    verdict: str
    places: tuple[Passage, ...]
    offered: Mapping[str, tuple[int, ...]]
    feedback: Mapping[str, str]
    paragraph_feedback: str = ""

    def rule(self) -> str:
        """Say how verdict and paragraph count."""
        return _("Half for the verdict, half for the paragraph. Where the readings do not tell, the verdict is all.")

    def solution(self) -> tuple[str, ...]:
        """Return the verdict and the accepted paragraphs in words."""
        words = {SUPPORTED: _("Supported"), CONTRADICTED: _("Contradicted"), ABSENT: _("Not in the readings")}
        lines = [words[self.verdict]]
        places: dict[str, list[int]] = {}
        for place in self.places:
            places.setdefault(place.reading, []).append(place.paragraph)
        # Translators: {paragraphs} is a list such as “¶3, ¶8”; one of them is enough for an answer.
        lines += [
            _("{reading} {paragraphs} shows it").format(reading=name, paragraphs=_listed(numbers))
            for name, numbers in places.items()
        ]
        return tuple(lines)

    def shape(self) -> dict[str, object]:
        """Return the claim and the readings to choose from."""
        return {"claim": self.claim, "readings": {name: list(numbers) for name, numbers in self.offered.items()}}

    def renamed(self, answer: object, names: Mapping[str, str]) -> object:
        """Keep only the keys of an answer: readings and paragraphs have no codes."""
        del names  # readings and paragraphs have no codes; only unknown keys of the page are dropped
        if not isinstance(answer, Mapping):
            return answer
        return {key: answer[key] for key in ("verdict", "reading", "paragraph") if key in answer}

    def _judge(self, answer: object) -> Verdict:
        given = answer.get("verdict") if isinstance(answer, Mapping) else None
        if not isinstance(answer, Mapping) or not isinstance(given, str) or given not in VERDICTS:
            return invalid(_("Choose what the readings say about the claim first."))
        right = given == self.verdict
        verdict_note = Note("verdict", right, "" if right else self.feedback[given])
        if given == ABSENT:
            return Verdict(float(right), right_message() if right else wrong_message(), (verdict_note,))
        place = self._place(answer)
        if place is None:
            return invalid(_("Also choose the paragraph that shows it."))
        if self.verdict == ABSENT:
            # No paragraph shows what is not in the readings, so nothing is said about the chosen one.
            return Verdict(0.0, wrong_message(), (verdict_note,))
        shown = place in self.places
        # An author's note on a paragraph assumes the right verdict; beside a wrong verdict it would mislead.
        unshown = (self.paragraph_feedback if right else "") or _("This paragraph does not show it.")
        feedback = "" if shown else unshown
        notes = (verdict_note, Note("paragraph", shown, feedback))
        return Verdict(0.5 * right + 0.5 * shown, self._message(right, shown), notes)

    def _place(self, answer: Mapping[str, object]) -> Passage | None:
        reading, paragraph = answer.get("reading"), answer.get("paragraph")
        if not isinstance(reading, str) or not isinstance(paragraph, int) or isinstance(paragraph, bool):
            return None
        return Passage(reading, paragraph) if paragraph in self.offered.get(reading, ()) else None

    @staticmethod
    def _message(right: bool, shown: bool) -> str:
        if right and shown:
            return right_message()
        if right:
            return _("The verdict is right, the paragraph is not yet.")
        return _("The paragraph is right, the verdict is not yet.") if shown else wrong_message()

    def samples(self) -> Iterator[Example]:
        """Yield right and wrong combinations of verdict and paragraph, and invalid answers."""
        wrong = [verdict for verdict in VERDICTS if verdict != self.verdict]
        anywhere = [Passage(name, number) for name, numbers in self.offered.items() for number in numbers]
        elsewhere = next((place for place in anywhere if place not in self.places), None)
        if self.verdict == ABSENT:
            yield Example({"verdict": ABSENT}, 1.0, "right")
            for verdict in wrong:
                yield Example(_answer(verdict, anywhere[0]), 0.0, "wrong")
        else:
            for place in self.places:
                yield Example(_answer(self.verdict, place), 1.0, "right")
            yield Example(_answer(next(v for v in wrong if v != ABSENT), self.places[0]), 0.5, "partly")
            yield Example({"verdict": ABSENT}, 0.0, "wrong")
            if elsewhere:
                yield Example(_answer(self.verdict, elsewhere), 0.5, "partly")
                yield Example(_answer(next(v for v in wrong if v != ABSENT), elsewhere), 0.0, "wrong")
        yield Example({"verdict": "perhaps"}, None, "invalid")
        yield Example({"verdict": SUPPORTED}, None, "invalid")
        yield Example({"verdict": CONTRADICTED, "reading": "no such reading", "paragraph": 1}, None, "invalid")
        yield Example({"verdict": SUPPORTED, "reading": anywhere[0].reading, "paragraph": 10_000}, None, "invalid")
        yield Example({"verdict": SUPPORTED, "reading": anywhere[0].reading, "paragraph": "1"}, None, "invalid")
        yield Example(SUPPORTED, None, "invalid")


def _listed(numbers: list[int]) -> str:
    """List paragraphs, any one of which is enough: ``¶8``, ``¶2 or ¶5``."""
    return _(" or ").join(f"¶{number}" for number in numbers)


def _answer(verdict: str, place: Passage) -> dict[str, object]:
    return {"verdict": verdict, "reading": place.reading, "paragraph": place.paragraph}
