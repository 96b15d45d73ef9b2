"""Safety Organized Practice on the ticket page of django-helpdesk: a Django app."""
