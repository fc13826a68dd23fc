"""Files of other tools, read for a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplace.db import db
from marketplace.project_imports.models import ProjectImport

if TYPE_CHECKING:
    from marketplace.tracker.models import Project


def plain_import(project: Project) -> ProjectImport:
    """Keep the row of a file that was read: one risk, its file gone."""
    row: dict[str, Any] = {"board": "risks", "key": "1", "cells": {"title": "遅れ"}, "before": [], "comments": []}
    row["baseline"] = None
    kept = ProjectImport(
        project_id=project.id, by_id=project.contract.application.consultant.user_id, file_name="risks.csv",
        sha256="0" * 64, file="project-imports/2026-01-01/none", tool="register", columns={"リスク": "title"},
        rows=[row], remarks=[], counts={},
    )  # fmt: skip
    db.session.add(kept)
    return kept
