"""The addresses, below the place where the host includes them (`sop/`)."""

from __future__ import annotations

from django.urls import path

from sop_helpdesk import views

app_name = "sop_helpdesk"
urlpatterns = [
    path("style.css", views.stylesheet, name="style"),
    path("tickets/<int:ticket_id>/forms/<str:instrument>/", views.form, name="form"),
    path("tickets/<int:ticket_id>/answers/<str:record_id>/", views.answers, name="answers"),
    path("tickets/<int:ticket_id>/thanks/", views.thanks, name="thanks"),
    path("tickets/<int:ticket_id>/prompts/", views.dismiss, name="dismiss"),
]
