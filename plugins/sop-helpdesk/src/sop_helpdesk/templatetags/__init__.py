"""`{% sop_panel %}`."""
