"""Start judges and workers: by fork from a warmed interpreter, or as new interpreters."""
