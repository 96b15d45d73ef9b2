"""A whole django-helpdesk with SOP on its ticket page: `python -m sop_helpdesk_demo`."""
