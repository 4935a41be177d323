"""The commands of ``newspace-grade``, a module each."""
