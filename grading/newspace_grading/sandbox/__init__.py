"""Isolate a process that runs a learner's code, as strongly as the machine allows.

Levels, strongest first: ``namespaces`` (a file system, network and processes of its own), ``landlock`` (the kernel refuses
files, signals and connections), ``limits`` (only time, memory, file size and processes), ``none`` (not even those).
"""
