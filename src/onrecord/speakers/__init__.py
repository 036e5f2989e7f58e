"""Speakers: people, bodies and groups, with their roles, from the places where they are named."""

from onrecord.speakers.cast import Cast, resolve

__all__ = ["Cast", "resolve"]
