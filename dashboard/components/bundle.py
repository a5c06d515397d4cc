"""JavaScript modules joined into one, for where a module cannot fetch others: in a file, or sent inline."""

import re
from pathlib import Path

IMPORT = re.compile(r'^import .* from "(\./|\.\./)(.+)";\n', re.MULTILINE)


def bundle(entry: Path) -> str:
    """Return the module `entry` with all that it imports before it, each once.

    Every import is one line, no two modules have a top-level name in common, and only the entry has a default export.
    """
    parts: dict[Path, str] = {}

    def add(path: Path) -> None:
        text = path.read_text("utf-8")
        for folder, name in IMPORT.findall(text):
            if (module := (path.parent / folder / name).resolve()) not in parts:
                add(module)
        parts[path] = re.sub(r"^export (?!default)", "", IMPORT.sub("", text), flags=re.MULTILINE)

    add(entry.resolve())
    return "\n".join(parts.values())
