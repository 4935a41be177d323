"""Answers as a file that goes along: written on one computer or in a browser, and taken in on another."""
