"""Open the course in JupyterLab, and keep the learner's folder up to date."""
