"""Real hosts: sop_core inside software that nobody here wrote."""
