"""Coaching in the helpdesk: two people, an agreement, and the worker's own next small step.

`records` stores and finds, `gate` shows, `fields` draws and reads; the pages of one stretch of the way
are in one module each: `agreements`, `ratings`, `goals`, `sessions`, `part`.
"""
