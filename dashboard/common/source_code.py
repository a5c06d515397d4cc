"""The source of functions, as the Code tabs show it. No Streamlit."""

import ast
import sys
from functools import lru_cache
from pathlib import Path

SOURCES = 32  # kept of each kind: to read and parse a module takes longer than the rest of a rerun
Import = ast.Import | ast.ImportFrom


@lru_cache(SOURCES)
def source_of(module: str, *names: str) -> str:
    """Return the source of the functions and classes `names` of an imported `module`, two blank lines between them."""
    source, statements = parsed(module)
    nodes = [next(node for node in statements if name in defined_names(node)) for name in names]
    return "\n\n\n".join(written(source, node) for node in nodes) + "\n"


@lru_cache(SOURCES)
def runnable_source_of(module: str, *names: str) -> str:
    """Return the same below the module's imports that it needs, so that it runs when it is pasted elsewhere."""
    source = source_of(module, *names)
    used = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    imports = []
    for node in parsed(module)[1]:
        if isinstance(node, Import):
            needed = [alias for alias in node.names if (alias.asname or alias.name) in used]
            imports += [import_of(node, needed)] * bool(needed)
    return "\n".join(imports) + "\n\n\n" + source


@lru_cache(SOURCES)
def standalone_source_of(module: str, *names: str) -> str:
    """Return the functions `names` with all that they need of the project's dashboard, so that they run elsewhere."""
    imports: set[str] = set()
    parts: dict[str, None] = {}  # what is defined, each below all that it needs
    seen = set()

    def add(module: str, name: str) -> None:
        source, statements = parsed(module)
        for node in statements:
            if isinstance(node, Import):
                add_imported(node, name)
            elif name in defined_names(node) and (module, node.lineno) not in seen:
                seen.add((module, node.lineno))
                for used in ast.walk(node):
                    if isinstance(used, ast.Name):
                        add(module, used.id)
                parts[written(source, node)] = None

    def add_imported(node: Import, name: str) -> None:
        for alias in node.names:
            if (alias.asname or alias.name) != name:
                continue
            if isinstance(node, ast.ImportFrom) and node.module.startswith("dashboard."):
                add(node.module, alias.name)
            else:
                imports.add(import_of(node, [alias]))

    for name in names:
        add(module, name)
    return "\n".join(sorted(imports)) + "\n\n\n" + "\n\n\n".join(parts)


@lru_cache(SOURCES)
def parsed(module: str) -> tuple[str, list[ast.stmt]]:
    """Return the source of an imported module, and its statements, which nobody changes."""
    source = Path(sys.modules[module].__file__).read_text("utf-8")
    return source, ast.parse(source).body


def written(source: str, node: ast.stmt) -> str:
    """Return the lines of a statement, from its first decorator on."""
    first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])
    return "\n".join(source.splitlines()[first - 1 : node.end_lineno])


def import_of(node: Import, names: list[ast.alias]) -> str:
    """Return an import statement with only these of its names."""
    if isinstance(node, ast.Import):
        return ast.unparse(ast.Import(names))
    return ast.unparse(ast.ImportFrom(node.module, names, node.level))


def defined_names(node: ast.stmt) -> set[str]:
    """Return the names that a statement of a module defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else ()
    return {part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)}
