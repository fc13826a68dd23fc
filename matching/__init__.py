"""Ranking people for engagements, and engagements for people, with reasons for both sides.

The names below are loaded when they are first asked for: a web worker that only reads records and vocabulary never
pays for numpy and scikit-learn.
"""

# ruff: noqa: F401 - a type checker reads the imports, Python the table; a test compares them.

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matching.advice import advise, advise_on
    from matching.batch import Ranking, rank, rank_briefs
    from matching.blocks import rank_all
    from matching.calibrate import Calibration, calibrate
    from matching.changes import Change, advice_phrase, advice_sentence, apply_change
    from matching.features import Features, pair_features
    from matching.field import Field, Narrowing, Reach, field_of, reach_of
    from matching.index import CandidateIndex, build_index, updated
    from matching.index_folder import load_index, save_index
    from matching.labels import Label, Signal, labels
    from matching.ladder import Judged, climb
    from matching.learned import LearnedScorer, scorer_of
    from matching.prior import PriorRanker
    from matching.ranker import LambdaRanker
    from matching.rates import RateGuide
    from matching.records import (
        Brief,
        Candidate,
        Certification,
        InvalidRecord,
        Match,
        PastProject,
        Reason,
        Requirement,
        Skill,
    )
    from matching.requirements import RequirementCheck, check_requirements
    from matching.scorer import Scorer
    from matching.sentences import sentence
    from matching.text import normalise, query_terms, search_tokens, to_fts5, to_tsquery, tokens
    from matching.vocabulary import Concept, Vocabulary, VocabularyError, default_vocabulary

_NAMES = {
    "advice": "advise advise_on",
    "batch": "Ranking rank rank_briefs",
    "blocks": "rank_all",
    "calibrate": "Calibration calibrate",
    "changes": "Change advice_phrase advice_sentence apply_change",
    "features": "Features pair_features",
    "field": "Field Narrowing Reach field_of reach_of",
    "index": "CandidateIndex build_index updated",
    "index_folder": "load_index save_index",
    "labels": "Label Signal labels",
    "ladder": "Judged climb",
    "learned": "LearnedScorer scorer_of",
    "prior": "PriorRanker",
    "ranker": "LambdaRanker",
    "rates": "RateGuide",
    "records": "Brief Candidate Certification InvalidRecord Match PastProject Reason Requirement Skill",
    "requirements": "RequirementCheck check_requirements",
    "scorer": "Scorer",
    "sentences": "sentence",
    "text": "normalise query_terms search_tokens to_fts5 to_tsquery tokens",
    "vocabulary": "Concept Vocabulary VocabularyError default_vocabulary",
}
_MODULE_OF = {name: module for module, names in _NAMES.items() for name in names.split()}

__all__ = [*_MODULE_OF]  # noqa: PLE0604 - strings all the same


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
