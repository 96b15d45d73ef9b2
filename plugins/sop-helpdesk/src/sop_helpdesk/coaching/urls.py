"""The addresses of coaching, below `sop/coaching/`."""

from __future__ import annotations

from django.urls import path

from sop_helpdesk.coaching import agreements, asking, goals, part, ratings, relation, sessions

urlpatterns = [
    path("", agreements.mine, name="coaching_mine"),
    path("new/", agreements.new, name="coaching_new"),
    path("part/", part.part, name="coaching_part"),
    path("part/screens/", part.screens, name="coaching_part_screens"),
    path("profiles/", ratings.walk, name="coaching_profiles"),
    path("profiles/<str:profile_id>/", ratings.one, name="coaching_profile"),
    path("with/<str:relation_id>/", relation.one, name="coaching_relation"),
    path("with/<str:relation_id>/join/", agreements.join, name="coaching_join"),
    path("with/<str:relation_id>/confirm/", agreements.confirm, name="coaching_confirm"),
    path("with/<str:relation_id>/end/", agreements.end, name="coaching_end"),
    path("with/<str:relation_id>/rate/<str:profile_id>/", ratings.rate, name="coaching_rate"),
    path("with/<str:relation_id>/goals/", goals.new, name="coaching_goal_new"),
    path("with/<str:relation_id>/goals/confirm/", goals.confirm, name="coaching_goal_confirm"),
    path("with/<str:relation_id>/goals/<str:goal_id>/", goals.done, name="coaching_done"),
    path("with/<str:relation_id>/prompts/", asking.prompts, name="coaching_prompts"),
    path("with/<str:relation_id>/sessions/", sessions.new, name="coaching_session_new"),
    path("with/<str:relation_id>/sessions/<str:session>/", sessions.one, name="coaching_session"),
    path(
        "with/<str:relation_id>/sessions/<str:session>/rate/<str:profile_id>/",
        sessions.observe,
        name="coaching_observe",
    ),
    path(
        "with/<str:relation_id>/sessions/<str:session>/<str:name>/",
        sessions.step,
        name="coaching_step",
    ),
]
