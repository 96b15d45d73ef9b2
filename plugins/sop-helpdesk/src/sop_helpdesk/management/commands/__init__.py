"""`sop_deliver`."""
