"""The addresses, below the place where the host includes them (`sop/`)."""

from __future__ import annotations

from django.urls import include, path

from sop_helpdesk import family, invite, mine, views
from sop_helpdesk.casework import screens

app_name = "sop_helpdesk"
urlpatterns = [
    path("style.css", views.stylesheet, name="style"),
    path("tickets/<int:ticket_id>/forms/<str:instrument>/", views.form, name="form"),
    path("tickets/<int:ticket_id>/answers/<str:record_id>/", mine.answers, name="answers"),
    path("tickets/<int:ticket_id>/case/", include("sop_helpdesk.casework.urls")),
    path("packet/", screens.packet, name="packet"),
    path("coaching/", include("sop_helpdesk.coaching.urls")),
    path("releases/", include("sop_helpdesk.releases.urls")),
    path("mine/", mine.mine, name="mine"),
    path("mine/<str:record_id>/", mine.one, name="my_page"),
    path("tickets/<int:ticket_id>/thanks/", views.thanks, name="thanks"),
    path("tickets/<int:ticket_id>/prompts/", views.dismiss, name="dismiss"),
    path("tickets/<int:ticket_id>/family/<str:instrument>/", invite.make, name="family_make"),
    path("family/", family.send, name="family_send"),
    path("family/trouble/", family.trouble, name="family_trouble"),
    path("family/forget.css", family.forget, name="family_forget"),
    path("family/thanks/", family.thanks, name="family_thanks"),
    path("family/<str:token>/", family.door, name="family_door"),
]
