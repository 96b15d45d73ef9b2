"""The demo's host, on a database that the suite puts in."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

# The demo's settings make a folder when they are read: never the checkout's own. Processes that the
# suite starts share the suite's.
FOLDER = Path(os.environ.get("SOP_HOSTS_FOLDER") or tempfile.mkdtemp(prefix="sop-hosts-"))
os.environ["SOP_DEMO_DIR"] = os.environ["SOP_HOSTS_FOLDER"] = str(FOLDER)

from sop_helpdesk_demo.settings import *  # noqa: E402, F403
from sop_helpdesk_demo.settings import SOP as DEMO_SOP  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver"]
# Each test says which plugins there are; those of the machine are none of its business.
SOP = {**DEMO_SOP, "load": {"plugins": False}}
LOGGING_CONFIG = None
