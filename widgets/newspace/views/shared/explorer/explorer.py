"""The explorer: one widget for every simulator of the course. It sets values and shows the result of a function.

The page has at most one request in flight; of the values changed meanwhile only the newest are requested.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Literal

import anywidget
import traitlets

from newspace.attempts.location import open_store
from newspace.core.errors import CourseError
from newspace.core.i18n import _
from newspace.views.shared import bundles
from newspace.views.shared.explorer.change import Shown, change_words
from newspace.views.shared.explorer.controls import (
    ChoiceControl,
    Control,
    Prediction,
    Preset,
    Run,
    Slider,
    Value,
    Values,
)
from newspace.views.shared.explorer.pictures import Pictures
from newspace.views.shared.reading import citations

__all__ = ["ChoiceControl", "Explorer", "Prediction", "Preset", "Run", "Slider"]

_log = logging.getLogger(__name__)
_STAYS_S = 1.0


class Explorer(anywidget.AnyWidget):
    """Controls, a picture, and a sentence with the same content.

    Parameters
    ----------
    run : function
        Gets a dict of values by the names of the controls, and whether the page has room for a narrow picture only; returns a `Run`.
    title : str
        The subject of the simulator.
    controls : sequence of Slider or Choice
        What the learner may set.
    presets : sequence of Preset
        Buttons that set all controls at once.
    prediction : Prediction, optional
        Asked before the first run.
    caption : str
        Shown under the picture: its content, and the origin of the numbers.
    name : str
        What the learner's prediction is kept under, so that it is asked for once; without a name it is kept until the kernel stops.
    pictures : Pictures, optional
        What ``run`` draws with; given so that the last run can be kept as a ghost.
    settings : {"", "keep", "resume"}
        With “keep” the learner's last settings are kept under the name; with “resume” it also begins with them.
    """

    _esm = bundles.bundled_module("explorer")
    _css = bundles.style("explorer")

    strings = traitlets.Dict().tag(sync=True)
    citing = traitlets.Dict().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    caption = traitlets.Unicode().tag(sync=True)
    controls: traitlets.List[Any] = traitlets.List().tag(sync=True)
    presets: traitlets.List[Any] = traitlets.List().tag(sync=True)
    question = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    picture = traitlets.Bytes().tag(sync=True)
    motion = traitlets.Dict().tag(sync=True)
    marks: traitlets.List[Any] = traitlets.List().tag(sync=True)

    def __init__(
        self,
        run: Callable[[Values, bool], Run],
        *,
        title: str,
        controls: Sequence[Control],
        presets: Sequence[Preset] = (),
        prediction: Prediction | None = None,
        caption: str = "",
        name: str = "",
        pictures: Pictures[Any] | None = None,
        settings: Literal["", "keep", "resume"] = "",
    ) -> None:
        self._run = run
        self._settings = settings
        self._keeping: asyncio.TimerHandle | None = None
        self._pictures = pictures
        self._preparing: asyncio.TimerHandle | None = None
        self._presets = tuple(presets)
        self._before: Shown | None = None
        self._now: Shown | None = None
        self._name = name
        self._controls = {control.name: control for control in controls}
        self._prediction = prediction
        self._predicted = self._kept()
        self._first_outcome = ""
        super().__init__(
            strings=_strings(),
            citing=citations.citation_strings(),
            title=title,
            caption=caption,
            controls=[control.page() for control in controls],
            presets=[{"name": preset.name, "label": preset.label, "values": dict(preset.values)} for preset in presets],
            question=_question(prediction),
        )
        self.on_msg(self._receive)
        if prediction is None or self._predicted:
            self.explore(self._resumed() or self.start)

    @property
    def start(self) -> Values:
        """Return the initial values of all controls."""
        return {name: control.value for name, control in self._controls.items()}

    def __repr__(self) -> str:
        sentence = self.state.get("sentence", "")
        return (
            f"{self.title}. {sentence}"
            if sentence
            else _("{title}: run this cell in a live notebook.").format(title=self.title)
        )

    def explore(
        self, values: Mapping[str, Value], *, narrow: bool = False, request: str = "", rested: bool = False
    ) -> None:
        """Run once and show the result; a failed run shows its message and keeps the last picture.

        Parameters
        ----------
        values : mapping of str to float or str
            By the names of the controls.
        narrow : bool
            Whether the page has room for a narrow picture only.
        request : str
            Goes back to the page with the result.
        rested : bool
            Whether the learner has looked at the last run: then it becomes the ghost, and what changes is told against it.
        """
        shown: dict[str, Any] = {"request": request, "values": dict(values), "narrow": narrow, "error": ""}
        try:
            checked = self._checked(values)
            if rested:
                self._keep_ghost()
            run = self._run(checked, narrow)
        except (CourseError, ValueError) as error:
            self.state = {**self.state, **shown, "error": str(error)}
            return
        except Exception as error:  # noqa: BLE001 - the learner gets one message and working controls; the log gets the details
            _log.exception("The simulator “%s” failed for %s", self.title, values)
            said = _(
                "The simulator failed ({kind}: {text}). Other values may work; “Reset” brings back the first ones."
            )
            self.state = {**self.state, **shown, "error": said.format(kind=type(error).__name__, text=error)}
            return
        self._first_outcome = self._first_outcome or run.outcome
        self._now = Shown(checked, run.result, narrow)
        shown |= {
            "sentence": run.sentence,
            "words": run.words,
            "prediction": self._compared(),
            "change": self._change(),
        }
        with self.hold_sync():  # picture, motion and words arrive together
            self.picture = run.picture
            self.marks = [mark.page() for mark in run.marks]
            self.motion = run.motion.page() if run.motion else {}
            self.state = shown
        self._prepare_soon()

    def _keep_ghost(self) -> None:
        """Make the last run the one that the next ones are compared with."""
        self._before = self._now
        if self._now and self._pictures:
            self._pictures.keep(self._now.narrow)

    def _change(self) -> str:
        """Say what has changed since the run that was kept; empty if there is none."""
        if not self._before or not self._now:
            return ""
        pictures, narrow = self._pictures, self._now.narrow
        return change_words(
            self._before,
            self._now,
            controls=self._controls.values(),
            presets=self._presets,
            pale=pictures is not None and pictures.has_ghost(narrow),
            rescaled=pictures is not None and pictures.rescaled(narrow),
        )

    def _prepare_soon(self) -> None:
        """Make the other scales of the picture while nobody moves anything, one at a time."""
        if self._pictures is None or self._preparing is not None:
            return
        with suppress(RuntimeError):  # no kernel runs it: each scale is made when it is needed
            self._preparing = asyncio.get_running_loop().call_later(_STAYS_S, self._prepare)

    def _prepare(self) -> None:
        self._preparing = None
        if self._pictures is not None and self._pictures.prepare():
            self._prepare_soon()

    def _checked(self, values: Mapping[str, Value]) -> Values:
        return {name: control.checked(values.get(name)) for name, control in self._controls.items()}

    def _receive(self, _widget: object, content: object, _buffers: object) -> None:
        """Answer a message of the page; always reply and never raise, whatever the message."""
        if citations.reply(self, content):
            return
        message = content if isinstance(content, dict) else {}
        values = message.get("values")
        self._predict(message.get("predicted"))
        before = self._now.values if self._now else self.start
        self.explore(
            values if isinstance(values, dict) else self.start,
            narrow=message.get("narrow") is True,
            request=str(message.get("request", "")),
            rested=message.get("rested") is True,
        )
        if self._settings and self._now and self._now.values != before:
            self._keep_settings_soon()

    def _resumed(self) -> Values:
        """Return how the learner last set the controls, where the explorer begins with that and all of it can still be set."""
        if self._settings != "resume":
            return {}
        kept = open_store().settings(self._name)
        try:
            return self._checked(kept) if kept.keys() == self._controls.keys() else {}
        except (CourseError, ValueError):
            return {}

    def _keep_settings_soon(self) -> None:
        """Keep the settings once they have stayed as they are for a moment: a slider that is dragged passes many."""
        if self._keeping is not None:
            self._keeping.cancel()
        try:
            self._keeping = asyncio.get_running_loop().call_later(_STAYS_S, self._keep_settings)
        except RuntimeError:  # no kernel runs it: nothing is dragged
            self._keep_settings()

    def _keep_settings(self) -> None:
        if self._now is not None and not self.state.get("error"):
            open_store().record_settings(self._name, self._now.values)

    def _kept(self) -> str:
        """Return what the learner predicted on another day; empty if nothing, or nothing that can be chosen now."""
        if self._prediction is None or not self._name:
            return ""
        made = [one.predicted for one in open_store().predictions() if one.explorer == self._name]
        return made[-1] if made and made[-1] in self._prediction.options else ""

    def _predict(self, predicted: object) -> None:
        """Keep the learner's prediction, the first one only."""
        if self._prediction is None or self._predicted or not isinstance(predicted, str):
            return
        if predicted not in self._prediction.options:
            return
        self._predicted = predicted
        if self._name:
            open_store().record_prediction(self._name, self._predicted)

    def _compared(self) -> dict[str, Any]:
        """Compare in words the prediction with the outcome of the first run."""
        if self._prediction is None or not self._predicted:
            return {}
        options = self._prediction.options
        happened = options.get(self._first_outcome, "")
        return {
            "predicted": options[self._predicted],
            "happened": happened,
            "same": self._predicted == self._first_outcome,
        }


def _question(prediction: Prediction | None) -> dict[str, Any]:
    if prediction is None:
        return {}
    options = [{"value": value, "text": text} for value, text in prediction.options.items()]
    return {"prompt": prediction.prompt, "options": options, "button": prediction.button}


def _strings() -> dict[str, str]:
    """Return the strings of the page that do not depend on the simulator."""
    return {
        "at_clock": _("At {time}:"),
        "before": _("Before you start"),
        "believed": _("believed"),
        "charts": _("Charts"),
        "choose": _("Choose an answer first. A wrong guess costs nothing."),
        "controls": _("Settings"),
        "exact": _("{label}, exact value in {unit}"),
        "exact_plain": _("{label}, exact value"),
        "gap": _("{metres} m apart"),
        "happened": _("What happened then:"),
        "no_answer": _(
            "The notebook’s kernel does not answer. It may be busy with another cell; if it was restarted, run this cell again."
        ),
        "lander": _("lander"),
        "marks": _("Marks of the picture: arrow keys go from one to the next, Enter keeps one open, Escape closes it"),
        "next_moment": _("Next event"),
        "other": _("different from your prediction"),
        "outside": _("From outside"),
        "pause": _("Pause"),
        "play": _("Play"),
        "predicted": _("For your first run you predicted:"),
        "presets": _("Start from"),
        "rate": _("{n} × real time"),
        "range": _("{low} to {high} {unit}"),
        "refused": _("“{label}” goes from {low} to {high} {unit}; it was set to {value}."),
        "reset": _("Reset"),
        "same": _("as you predicted"),
        "sources": _("Source:"),
        "site": _("planned site"),
        "site_ahead": _("planned site: {km} km ahead"),
        "time": _("Time"),
        "view": _("Show"),
    }
