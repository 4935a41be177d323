"""A line that lets the citations of a notebook open where no other view of the notebook does it: at the top of an exercise."""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets

from newspace.core.i18n import _
from newspace.core.lab.interactive import is_interactive
from newspace.views.shared import bundles
from newspace.views.shared.reading import citations as citation_lookup
from newspace.views.shared.reading.reading import with_text


class CitationsView(anywidget.AnyWidget):
    """A sentence on how to open a citation. As long as it is on the page, the notebook's kernel answers for the citations."""

    _esm = bundles.bundled_module("citations/prose")
    _css = bundles.style("citations/prose")

    said = traitlets.Unicode().tag(sync=True)
    citing = traitlets.Dict().tag(sync=True)

    def __init__(self) -> None:
        super().__init__(
            said=_("Press a citation in the text, or a small number: what stands behind it opens below the paragraph."),
            citing=citation_lookup.citation_strings(),
        )
        self.on_msg(self._receive)

    def _receive(self, _widget: object, content: object, _buffers: object) -> None:
        citation_lookup.reply(self, content)

    def __repr__(self) -> str:
        return _("The citations of this notebook open in a live notebook.")

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Return the widget, and a sentence for where no widget can be shown."""
        return with_text(super()._repr_mimebundle_(**kwargs), repr(self))


def citations() -> CitationsView | None:
    """Let the citations of this notebook open: of readings, such as ``[crash ¶7 "…"]``, and of facts, the small numbers.

    Lessons do not need it: every reading, quiz and simulator does the same.

    Returns
    -------
    CitationsView or None
        None while nbgrader runs the notebook: nobody is there to open one.
    """
    return CitationsView() if is_interactive() else None
