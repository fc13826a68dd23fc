"""Training: from judged pairs to a model that is taken or refused; only reads the database, and writes no row."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from marketplace.clock import now
from marketplace.learning.exposures import would_be_shown
from marketplace.learning.judged import judged_pairs
from marketplace.shortlist.current import current_model, in_force, packed
from matching.catalogue import FEATURE_NAMES
from matching.evaluate import MEASURES, measured, paired_bootstrap
from matching.ladder import FEWEST_GROUPS, RUNGS, climb
from matching.learned import scorer_of
from matching.store import data_hash, save
from matching.trial import failures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from marketplace.learning.judged import Found
    from marketplace.shortlist.models import RankingModel
    from matching import Scorer
    from matching.ladder import Judged

LATER = 0.2  # the share of postings, the newest, that a model is measured on before it is taken
FEWEST_POSTINGS = 20  # with judged pairs of different grades, below which nothing is trained
TRIED_ROWS = 500
NOT_BETTER, HAND_STANDS, UNFAIR = "not_better", "hand_stands", "newcomers_below_floor"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A ranker on the newest postings: each measure's mean, and postings it was measured on."""

    name: str
    means: Mapping[str, float]
    groups: int


@dataclass(frozen=True, slots=True)
class Trained:
    """A model with everything that says whether it may rank; `content` is empty where it may not.

    `against` ranked when it was measured; `instead_of` was in force then, which is another where its file was unusable.
    """

    kind: str
    against: str
    pairs: int
    groups: int
    data: str
    metrics: dict[str, Any]
    weights: list[dict[str, Any]] = field(default_factory=list)
    exposure: list[dict[str, Any]] = field(default_factory=list)
    refused_because: tuple[str, ...] = ()
    content: bytes = b""
    instead_of: str = ""

    @property
    def sha256(self) -> str:
        """The hash by which its file is known again."""
        return hashlib.sha256(self.content).hexdigest() if self.content else ""


def trained(*, unless: str = "") -> Trained | None:
    """Train on everything judged so far; None with too little of it, or where it is what `unless` is the hash of.

    The rung is chosen on all but the newest postings and measured on these against the ranker in force. What is kept is
    then fitted to all. It is refused unless the 95 % interval of its gain lies above zero, newcomers stand within the
    exposure floor, and its explanations hold.
    """
    found = judged_pairs()
    judged = found.judged
    if found.groups < FEWEST_POSTINGS:
        return None
    data = data_hash(judged.rows, judged.grades, judged.groups, judged.weights)
    if data == unless:
        return None
    earlier, later = split(judged)
    choice, ranker, row = climb(earlier), in_force(), current_model()
    former = ranker.scorer if row is None or ranker.unusable else without_later(ranker.scorer, row, judged, later)
    ours, theirs = (_by_posting(each, later) for each in (scorer_of(choice.ranker, earlier.rows), former))
    apart = paired_bootstrap(ours.tolist(), theirs.tolist())
    metrics = {
        "rungs": choice.means(),
        "later": {"postings": len(ours), "ours": float(ours.mean()), "theirs": float(theirs.mean())},
        "difference": {"mean": apart.mean, "low": apart.low, "high": apart.high},
        **_about(found),
    }
    scorer = scorer_of(RUNGS[choice.name](judged), judged.rows)
    exposure = would_be_shown(scorer)
    because = [
        *([HAND_STANDS] if choice.name == "hand" else []),
        *([NOT_BETTER] if apart.low <= 0 else []),
        *([UNFAIR] if any(not each["within"] for each in exposure if each["group"] == "newcomers") else []),
        *failures(scorer, _drawn(judged)),
    ]
    return Trained(
        kind=choice.name, against=ranker.name, pairs=len(judged.rows), groups=found.groups, data=data, metrics=metrics,
        weights=weights_of(scorer, judged), exposure=exposure, refused_because=tuple(because),
        content=b"" if because else _stored(scorer, judged, data, metrics), instead_of=row.name if row else "",
    )  # fmt: skip


def split(judged: Judged) -> tuple[Judged, Judged]:
    """Return what is judged of earlier postings and of the newest fifth of them; postings are numbered in time."""
    numbers = np.unique(judged.groups)
    first = numbers[len(numbers) - max(1, round(len(numbers) * LATER))]
    return judged.part(judged.groups < first), judged.part(judged.groups >= first)


def without_later(scorer: Scorer, row: RankingModel, judged: Judged, later: Judged) -> Scorer:
    """Return a model as it would be, had it not known the later postings; one that did not know them is itself.

    Measured on what it was taught from, it would look better than it is, and nothing would ever take its place.
    """
    made = row.made_at.timestamp()
    if later.when.min() >= made or row.kind not in RUNGS:
        return scorer
    known = judged.part((judged.groups < later.groups.min()) & (judged.when < made))
    return scorer_of(RUNGS[row.kind](known), known.rows) if len(known.rows) else scorer


def evaluated() -> Evaluation | None:
    """Measure the ranker in force on the newest judged postings, as if it had not known them; None with too few."""
    judged = judged_pairs().judged
    if len(np.unique(judged.groups)) < FEWEST_GROUPS:
        return None
    _earlier, later = split(judged)
    ranker, row = in_force(), current_model()
    former = ranker.scorer if row is None or ranker.unusable else without_later(ranker.scorer, row, judged, later)
    scores = former.decision_function(later.rows)
    means = {
        name: float(measured(scores, later.grades, later.groups, measure).mean()) for name, measure in MEASURES.items()
    }
    return Evaluation(ranker.name, means, len(np.unique(later.groups)))


def weights_of(scorer: Scorer, judged: Judged) -> list[dict[str, Any]]:
    """Return how much each feature moves a judged pair's logit on average, the strongest first."""
    parts = np.abs(scorer.contributions(_drawn(judged))).mean(axis=0)
    order = np.argsort(-parts, kind="stable")
    return [{"feature": FEATURE_NAMES[at], "weight": round(float(parts[at]), 4)} for at in order if parts[at] > 0]


def _by_posting(scorer: Scorer, later: Judged) -> np.ndarray:
    return measured(scorer.decision_function(later.rows), later.grades, later.groups)


def _about(found: Found) -> dict[str, Any]:
    return {
        "signals": dict(found.kinds),
        "agreement": found.agreement,
        "places": [round(each, 3) for each in found.places[:10]],
    }


def _drawn(judged: Judged) -> np.ndarray:
    """Return at most `TRIED_ROWS` rows, spread over all."""
    at = np.linspace(0, len(judged.rows) - 1, min(TRIED_ROWS, len(judged.rows))).astype(np.intp)
    rows: np.ndarray = judged.rows[at]
    return rows


def _stored(scorer: Any, judged: Judged, data: str, metrics: Mapping[str, Any]) -> bytes:  # noqa: ANN401 - what store takes
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "model"
        save(
            scorer, folder, made_at=now(), data=data, pairs=len(judged.rows), groups=len(np.unique(judged.groups)),
            metrics={f"later {side}": float(metrics["later"][side]) for side in ("ours", "theirs")},
        )  # fmt: skip
        return packed(folder)
