"""The demo's addresses: helpdesk at the root, the SOP pages below /sop/."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("sop/", include("sop_helpdesk.urls")),
    path("", include("helpdesk.urls")),
]
