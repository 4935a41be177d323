"""What a notebook shows: widgets (ipywidgets, anywidget), tables and HTML; no arithmetic."""
