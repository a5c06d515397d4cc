"""The source of functions, as the Code tabs show it. No Streamlit."""

import ast
import inspect
import sys
from functools import lru_cache

SOURCES = 32  # kept of each kind: to read and parse a module takes longer than the rest of a rerun


@lru_cache(SOURCES)
def source_of(module: str, *names: str) -> str:
    """Return the source of the functions and classes `names` of an imported `module`, two blank lines between them."""
    return "\n\n".join(inspect.getsource(getattr(sys.modules[module], name)) for name in names)


@lru_cache(SOURCES)
def runnable_source_of(module: str, *names: str) -> str:
    """Return the same below the module's imports that it needs, so that it runs when it is pasted elsewhere."""
    source = source_of(module, *names)
    used = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    statements = []
    for node in ast.parse(inspect.getsource(sys.modules[module])).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            node.names = [name for name in node.names if (name.asname or name.name) in used]
            statements += [ast.unparse(node)] * bool(node.names)
    return "\n".join(statements) + "\n\n\n" + source


@lru_cache(SOURCES)
def standalone_source_of(module: str, *names: str) -> str:
    """Return the functions `names` with all that they need of the project's dashboard, so that they run elsewhere."""
    imports: set[str] = set()
    parts: dict[str, None] = {}  # what is defined, each below all that it needs
    seen = set()

    def add(module: str, name: str) -> None:
        text = inspect.getsource(sys.modules[module])
        for node in ast.parse(text).body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                add_imported(node, name)
            elif name in defined_names(node) and (module, node.lineno) not in seen:
                seen.add((module, node.lineno))
                for used in ast.walk(node):
                    if isinstance(used, ast.Name):
                        add(module, used.id)
                first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])
                parts["\n".join(text.splitlines()[first - 1 : node.end_lineno])] = None

    def add_imported(node: ast.Import | ast.ImportFrom, name: str) -> None:
        for alias in node.names:
            if (alias.asname or alias.name) != name:
                continue
            if isinstance(node, ast.ImportFrom) and node.module.startswith("dashboard."):
                add(node.module, alias.name)
            else:
                node.names = [alias]
                imports.add(ast.unparse(node))

    for name in names:
        add(module, name)
    return "\n".join(sorted(imports)) + "\n\n\n" + "\n\n\n".join(parts)


def defined_names(node: ast.stmt) -> set[str]:
    """Return the names that a statement of a module defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else ()
    return {part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)}
