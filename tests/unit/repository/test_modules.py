"""Sizes and names of the modules."""

import ast

FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "base", "misc", "libs", "lib"}


def name(path, repository):
    return path.relative_to(repository).as_posix()


def count_code_lines(function):
    """Count the lines of a function without its docstring."""
    lines = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function, clean=False) is not None:
        docstring = function.body[0]
        lines -= docstring.end_lineno - docstring.lineno + 1
    return lines


def test_there_are_modules_to_look_at(modules):
    assert len(modules) > 30


def test_no_module_has_more_than_600_lines(modules, repository):
    long = {
        name(path, repository): lines
        for path in modules
        if (lines := path.read_text("utf-8").count("\n")) > 600
    }

    assert long == {}


def test_no_function_has_more_than_60_lines(trees, repository):
    long = {
        f"{name(path, repository)}:{node.name}": lines
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := count_code_lines(node)) > 60
    }

    assert long == {}


def test_modules_and_folders_are_named_after_what_they_hold(modules, repository):
    named = [
        name(path, repository)
        for path in modules
        if FORBIDDEN.intersection(path.relative_to(repository).with_suffix("").parts)
    ]

    assert named == []


def test_every_package_says_what_it_is_for(trees, repository, house):
    silent = [
        name(path, repository)
        for path, tree in trees.items()
        if path.name == "__init__.py"
        and path.relative_to(repository).is_relative_to(house)
        and not ast.get_docstring(tree)
    ]

    assert silent == []


def test_every_module_lists_its_public_names(modules, repository, house):
    without = [
        name(path, repository)
        for path in modules
        if path.relative_to(repository).is_relative_to(house)
        and path.name != "__init__.py"
        and "__all__" not in path.read_text("utf-8")
    ]

    assert without == []


def test_every_public_name_that_is_listed_exists(trees, repository, house):
    missing = []
    for path, tree in trees.items():
        if not path.relative_to(repository).is_relative_to(house):
            continue
        bound = list_bound(tree)
        missing += [
            f"{name(path, repository)}: {listed}"
            for listed in list_public(tree)
            if listed not in bound
        ]

    assert missing == []


def list_public(tree):
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return ast.literal_eval(node.value)
    return []


def list_bound(tree):
    """List the names of a module; a room that opens name by name declares them for type checks."""
    bound = set()
    declared = [
        node
        for block in tree.body
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in block.body
    ]
    opens = any(isinstance(n, ast.Assign) and "open_room" in ast.unparse(n) for n in tree.body)
    for node in [*tree.body, *(declared if opens else [])]:
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            bound.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            bound.update(alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            bound.update(n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name))
    return bound
