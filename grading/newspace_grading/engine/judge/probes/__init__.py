"""Detect forged answers: objects made to pass any test."""
