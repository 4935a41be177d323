"""Detect answers that were made to please a test."""
