"""Small programs that keep the repository honest; each runs as `python -m tools.<name>`."""
