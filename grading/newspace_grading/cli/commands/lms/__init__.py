"""The commands for the files of a learning management system, a module each."""
