"""Speakers: people, organisations and groups, with their roles, from the places where they are named."""

from onrecord.speakers.resolve import ResolvedSpeakers, resolve_speakers

__all__ = ["ResolvedSpeakers", "resolve_speakers"]
