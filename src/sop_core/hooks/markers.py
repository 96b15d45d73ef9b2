"""What a plugin marks its functions with, and the version of the contract that it states."""

from __future__ import annotations

import pluggy

#: The pluggy project name, and the entry-point group that plugins are found by.
PROJECT = "sop_core"

#: The version of the hook contract. A plugin says `sop_api = 1`; another version is left out.
SOP_API = 1

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
