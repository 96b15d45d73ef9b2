"""A whole django-helpdesk with SOP on its ticket page, on this machine alone: `python -m sop_helpdesk_demo`."""
