"""The JupyterLab that runs in the browser, and the notebooks in it."""
