import ast
import subprocess
import sys
from pathlib import Path

import pytest

import matching

PACKAGE = Path(matching.__file__).parent
LIGHT = ("characters", "encoding", "evidence", "records", "requirements", "sentences", "text", "vocabulary")


def test_type_checkers_and_python_see_the_same_names() -> None:
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    declared = {
        (node.module, alias.name) for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert declared == {(f"matching.{module}", name) for name, module in matching._MODULE_OF.items()}


def test_every_public_name_can_be_had() -> None:
    assert [name for name in matching.__all__ if getattr(matching, name, None) is None] == []


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nobody'"):
        _ = matching.nobody


def test_records_text_and_vocabulary_load_without_numpy() -> None:
    imports = ", ".join(f"matching.{module}" for module in LIGHT)
    code = f"import sys, {imports}; print([m for m in ('numpy', 'scipy', 'sklearn', 'joblib') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    assert done.stdout.strip() == "[]"


def test_matching_imports_neither_the_marketplace_nor_the_web() -> None:
    always = {"matching", "numpy", "scipy", "sklearn", "joblib", "msgspec"} | set(sys.stdlib_module_names)
    for path in sorted(PACKAGE.glob("*.py")):
        # The one module of the extra `cluster`, which nothing else imports.
        allowed = always | ({"distributed"} if path.name == "cluster.py" else set())
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert {name.partition(".")[0] for name in names} <= allowed, path.name
