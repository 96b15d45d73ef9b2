"""The addresses of group results, below `sop/releases/`."""

from __future__ import annotations

from django.urls import path

from sop_helpdesk.releases import screens, whys

urlpatterns = [
    path("", screens.every, name="releases"),
    path("ask/<str:instrument>/", screens.ask, name="release_ask"),
    path("looks/<str:look_id>/", screens.looked, name="release_look"),
    path("looks/<str:look_id>/publish/", screens.publish, name="release_publish"),
    path("looks/<str:look_id>/reasons/", whys.of_look, name="release_look_reasons"),
    path("why/", whys.every, name="release_whys"),
    path("why/<str:refusal_id>/", whys.of_refusal, name="release_refusal"),
    path("together/", screens.together, name="releases_together"),
    path("<str:release_id>/", screens.one, name="release"),
    path("<str:release_id>/correct/", screens.correct, name="release_correct"),
    path("<str:release_id>/json/", screens.as_json, name="release_json"),
    path("<str:release_id>/csv/", screens.as_csv, name="release_csv"),
    path("<str:release_id>/reasons/", whys.of_release, name="release_reasons"),
]
