"""The addresses of group results, below `sop/releases/`."""

from __future__ import annotations

from django.urls import path

from sop_helpdesk.releases import screens

urlpatterns = [
    path("", screens.every, name="releases"),
    path("ask/<str:instrument>/", screens.ask, name="release_ask"),
    path("looks/<str:look_id>/", screens.looked, name="release_look"),
    path("looks/<str:look_id>/publish/", screens.publish, name="release_publish"),
    path("together/", screens.together, name="releases_together"),
    path("<str:release_id>/", screens.one, name="release"),
    path("<str:release_id>/correct/", screens.correct, name="release_correct"),
    path("<str:release_id>/json/", screens.as_json, name="release_json"),
    path("<str:release_id>/csv/", screens.as_csv, name="release_csv"),
    path("<str:release_id>/reasons/", screens.reasons, name="release_reasons"),
]
