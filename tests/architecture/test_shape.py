"""The application polices its own shape: these rules hold for every view, table, template and line."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from importlinter.cli import lint_imports

from marketplace.policy import RULES, SEEING, Can

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "marketplace").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html")) + sorted((ROOT / "templates").rglob("*.txt"))


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_imports_keep_to_their_layers() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_every_view_says_who_may_open_it(built_app: Flask) -> None:
    silent = [
        endpoint
        for endpoint, view in built_app.view_functions.items()
        if not endpoint.startswith("security.") and not hasattr(view, "guarded_by")
    ]
    assert silent == []


def test_a_view_without_a_policy_stops_the_start(built_app: Flask) -> None:
    from marketplace.guard import refuse_unguarded  # noqa: PLC0415

    built_app.view_functions["bare"] = lambda: "open to whom?"
    try:
        with pytest.raises(RuntimeError, match="no policy for: bare"):
            refuse_unguarded(built_app, exempt=frozenset({"security"}))
    finally:
        del built_app.view_functions["bare"]


def test_a_url_holds_one_id_and_is_kebab_case(built_app: Flask) -> None:
    for rule in built_app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        assert len(rule.arguments - {"board", "about"}) <= 1, rule.rule  # which of a project's boards or rows is no id
        plain = re.sub(r"<[^>]+>", "", rule.rule)
        assert re.fullmatch(r"[a-z0-9/-]*(\.[a-z]+)?", plain), rule.rule  # a file's address ends in its kind


def test_every_id_in_a_url_is_typed(built_app: Flask) -> None:
    for rule in built_app.url_map.iter_rules():
        for name in rule.arguments:
            if name.endswith("_id"):
                assert f"<uuid:{name}>" in rule.rule, rule.rule


def test_every_action_has_a_rule_and_is_asked_somewhere() -> None:
    assert set(RULES) == set(Can)
    text = "\n".join(
        path.read_text() for path in [*SOURCES, *TEMPLATES] if path.name not in {"policy.py", "matrix.py", "actions.py"}
    )
    unused = [action.name for action in Can if f"Can.{action.name}" not in text and action not in SEEING.values()]
    assert unused == []


def _calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            yield node


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_nobody_commits_but_the_floor(path: Path) -> None:
    allowed = {"db.py", "background.py", "leases.py"} | ({"world.py", "bulk.py"} if "demo" in path.parts else set())
    allowed |= {"cli.py", "security.py"} if "accounts" in path.parts else set()
    commits = [
        call.lineno for call in _calls(path) if isinstance(call.func, ast.Attribute) and call.func.attr == "commit"
    ]
    assert commits == [] or path.name in allowed, f"{path}: {commits}"


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_states_change_in_operations_only(path: Path) -> None:
    if path.name in {"operations.py", "background.py", "states.py"} or {"operations", "demo"} & set(path.parts):
        return
    assignments = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute) and target.attr == "state" and path.name != "deliver.py"
    ]
    allowed = "inbox" in path.parts  # a message's delivery is no state machine of the trade
    assert assignments == [] or allowed, f"{path}: {assignments}"


@pytest.mark.parametrize("path", [p for p in SOURCES if "versions" not in p.parts], ids=_name)
def test_a_file_stays_on_a_few_screens(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 300


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_no_back_references_across_features(path: Path) -> None:
    assert "backref=" not in path.read_text()


def test_no_inline_script_or_style_in_pages() -> None:
    forbidden = re.compile(r"<script(?![^>]*(?:src|nonce))|<[^>%{]*\s(?:on[a-z]+|style)=\"", re.IGNORECASE)
    guilty = [
        _name(path)
        for path in TEMPLATES
        if path.suffix == ".html" and "notices" not in path.parts and forbidden.search(path.read_text())
    ]
    assert guilty == []


def test_scripts_of_our_own_weigh_no_more_than_fifteen_kilobytes() -> None:
    assert sum(path.stat().st_size for path in (ROOT / "static" / "js").iterdir()) <= 15_000


def test_every_notice_has_its_templates() -> None:
    named = set()
    for path in (ROOT / "marketplace").rglob("*.py"):
        for call in _calls(path):
            name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
            if (
                name in {"queue_message", "queue_mail"}
                and len(call.args) > 1
                and isinstance(call.args[1], ast.Constant)
            ):
                named.add(str(call.args[1].value))
    assert named
    for each in named:
        for part in ("subject.txt", "body.txt"):
            assert (ROOT / "templates" / "notices" / each / part).is_file(), f"{each}/{part}"


def test_no_words_to_be_translated_stand_inside_an_f_string() -> None:
    """Babel does not read what an f-string calls before Python 3.12: its words would stay English."""
    hidden = [
        f"{_name(path)}:{call.lineno}"
        for path in SOURCES
        for each in ast.walk(ast.parse(path.read_text()))
        if isinstance(each, ast.JoinedStr)
        for call in ast.walk(each)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"_", "gettext", "lazy_gettext", "ngettext"}
    ]
    assert hidden == []


def test_no_template_is_unused() -> None:
    text = "\n".join(path.read_text() for path in [*SOURCES, *TEMPLATES])
    for path in TEMPLATES:
        name = str(path.relative_to(ROOT / "templates"))
        if name.startswith(("errors/", "notices/", "components/", "security/")):
            continue
        assert name in text, f"{name} is drawn by nobody"


def test_no_macro_is_unused() -> None:
    text = "\n".join(path.read_text() for path in TEMPLATES)
    for path in (ROOT / "templates" / "components").glob("*.html"):
        for macro in re.findall(r"{% macro (\w+)\(", path.read_text()):
            uses = len(re.findall(rf"\b{macro}\b", text))
            assert uses > 1, f"{macro} in {path.name}"


def test_a_removed_feature_leaves_no_path_behind() -> None:
    for path in [*SOURCES, *TEMPLATES]:
        assert "/tmp/" not in path.read_text(), path  # noqa: S108 - the word is searched for


def test_the_demo_alone_acts_in_the_past() -> None:
    for path in SOURCES:
        if "demo" not in path.parts and path.name != "clock.py":
            assert not re.search(r"\bclock\.at\(|clock import .*\bat\b", path.read_text()), path


def test_lock_files_hold_names_versions_and_hashes_alone() -> None:
    for path in (*ROOT.glob("*.lock"), ROOT / "tests" / "browser" / "package-lock.json"):
        assert not re.search(r"https?://|file:|git\+", path.read_text()), path


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="what is committed is asked of git: this is no checkout")
def test_no_link_to_elsewhere_is_committed() -> None:
    listed = subprocess.run(["git", "ls-files", "-s"], cwd=ROOT, check=True, capture_output=True, text=True).stdout  # noqa: S607 - the git of whoever works here
    assert [line for line in listed.splitlines() if line.startswith("120000")] == []
