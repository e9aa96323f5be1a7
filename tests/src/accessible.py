# Prints what a screen reader is told of a program's window: its tree of accessible objects as JSON, read over AT-SPI.
# The first argument is the program's process id.
import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402 (the version comes first)

DEEPEST = 60


def told(node, depth=0):
    states = node.get_state_set().get_states()
    what = {
        "role": node.get_role_name(),
        "name": node.get_name() or "",
        "states": sorted(state.value_nick for state in states),
        "attributes": node.get_attributes() or {},
    }
    interfaces = node.get_interfaces()
    if "Value" in interfaces:
        what["value"] = node.get_current_value()
        what["most"] = node.get_maximum_value()
    if "Text" in interfaces:
        what["text"] = Atspi.Text.get_text(node, 0, -1)
    children = [node.get_child_at_index(at) for at in range(node.get_child_count())]
    what["children"] = [told(child, depth + 1) for child in children if child and depth < DEEPEST]
    return what


def program(pid):
    desktop = Atspi.get_desktop(0)
    for at in range(desktop.get_child_count()):
        found = desktop.get_child_at_index(at)
        if found and found.get_process_id() == pid:
            return found
    return None


Atspi.init()
found = program(int(sys.argv[1]))
print(json.dumps(told(found) if found else None))
