"""Made-up people and cases, every word invented. Safe to run again: nothing is doubled."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from helpdesk.models import Queue, Ticket

from sop_helpdesk import family, links

#: (user name, password, what they may see); the demo is reachable from this machine alone.
PEOPLE = (
    ("worker", "sop-demo-worker", "a social worker of the queue Family services"),
    ("supervisor", "sop-demo-supervisor", "the supervisor of the same queue"),
    ("clerk", "sop-demo-clerk", "staff of another queue, who may not see these cases"),
    ("lead", "sop-demo-lead", "the implementation lead, who asks for results of groups"),
    ("admin", "sop-demo-admin", "the administrator, who may read why something is withheld"),
)

CASES = (
    (
        "Two children, five and eight: the first month of the safety plan",
        (
            "The caregiver asked their sister to be at home on evenings that feel hard. "
            "The older child told the teacher that mornings are calmer. Next visit on Thursday."
        ),
    ),
    (
        "A baby and a grandmother: who is in the safety network?",
        (
            "The grandmother looks after the baby while the parent is in treatment. "
            "A neighbor and an uncle offered help; nobody has asked yet what each would do."
        ),
    ),
    (
        "A teenager back home after four weeks: what needs to happen next?",
        (
            "The parent and the teenager agreed on a sign for when an argument grows. "
            "They have used it once. The school counselor would like to join the next meeting."
        ),
    ),
)


@transaction.atomic
def seed() -> int:
    """Make what is missing, and say which ticket is the first case."""
    families = _queue("Family services", "families")
    licensing = _queue("Licensing", "licensing")
    worker, supervisor, clerk, lead, admin = (
        _person(name, password) for name, password, _ in PEOPLE
    )
    supervisor.groups.add(Group.objects.get_or_create(name="supervisors")[0])
    lead.groups.add(Group.objects.get_or_create(name="implementation")[0])
    admin.user_permissions.add(Permission.objects.get(codename="view_releasereason"))
    for person, queue in ((worker, families), (supervisor, families), (clerk, licensing)):
        codename = queue.permission_name.removeprefix("helpdesk.")
        person.user_permissions.add(Permission.objects.get(codename=codename))
    tickets = [
        Ticket.objects.get_or_create(
            title=title,
            queue=families,
            defaults={"description": text, "assigned_to": worker, "status": Ticket.OPEN_STATUS},
        )[0]
        for title, text in CASES
    ]
    return int(tickets[0].pk)


def family_link() -> str:
    """A new one-time link to the first form for families, as the case page makes them."""
    form = next(family.offered("en"))
    return links.make(form.instrument, "families")[0]


def _queue(title: str, slug: str) -> Queue:
    return Queue.objects.get_or_create(slug=slug, defaults={"title": title})[0]


def _person(name: str, password: str) -> Any:
    person, new = get_user_model().objects.get_or_create(
        username=name, defaults={"is_staff": True, "email": f"{name}@demo.invalid"}
    )
    if new:
        person.set_password(password)
        person.save()
    return person
