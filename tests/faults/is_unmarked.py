"""Forgets the marker, so that it would never be called."""

sop_api = 1


def sop_authorize(viewer):
    return False
