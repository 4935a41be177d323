"""Build the browser edition of the course (``make site``): static files with JupyterLite, Pyodide and the course's wheels."""
