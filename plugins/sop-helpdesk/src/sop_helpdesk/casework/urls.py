"""The addresses of a case, below `sop/tickets/<ticket>/case/`."""

from __future__ import annotations

from django.urls import path

from sop_helpdesk.casework import screens, writing

urlpatterns = [
    path("", screens.case, name="case"),
    path("note/", writing.note, name="case_note"),
    path("note/<str:record_id>/", writing.note, name="case_note_on"),
    path("supervision/", screens.supervision, name="case_supervision"),
    path("write/<str:tool>/", writing.write, name="case_write"),
    path("write/<str:tool>/<str:record_id>/", writing.write, name="case_write_on"),
    path("records/<str:record_id>/", screens.record, name="case_record"),
    path("records/<str:record_id>/void/", screens.void, name="case_void"),
]
