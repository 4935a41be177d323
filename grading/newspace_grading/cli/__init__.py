"""The command line of ``newspace-grade``."""
