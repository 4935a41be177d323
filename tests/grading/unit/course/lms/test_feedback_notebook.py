"""Feedback as a notebook: one block of HTML a page, which no blank line ends and in which nothing runs."""

from __future__ import annotations

import json

from newspace_grading.course.lms.submissions.feedback_notebook import feedback_notebook

PAGE = """<!DOCTYPE html><html><head><title>T</title><style>p { color: red }</style></head>
<body><a class="skip" href="#t">Skip to the tasks</a><script>alert(1)</script><h1>Feedback</h1>

<p onclick="x()">USD $5 <a href="#t">task</a></p>
<pre class="written">def f():

    return "&lt;b&gt;"
</pre>
</body></html>"""


def test_a_page_becomes_one_block_of_plain_html() -> None:
    cell = json.loads(feedback_notebook([PAGE, PAGE]))["cells"][1]
    text = "".join(cell["source"])
    assert cell["id"] == "feedback-2"
    assert text.startswith('<div class="mathjax_ignore">')
    assert "\n\n" not in text
    assert "<p>USD $5 task</p>" in text
    assert "<pre>def f():&#10;&#10;    return" in text
    assert not any(word in text for word in ("alert", "onclick", "color", "<a", "Skip"))
