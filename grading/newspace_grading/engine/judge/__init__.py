"""The process in which test cells run."""
