"""Outreach assistant: helps teams write, one person at a time, and never loses an answer."""

__version__ = "0.1.0"
