"""An index in shards by consultant: each built, saved and changed by itself, all asked as one."""

from collections.abc import Sequence

import numpy as np

from matching.columns import key
from matching.index import CandidateIndex
from matching.records import Candidate


def shard_of(candidate_id: str, shards: int) -> int:
    """Return the shard of a consultant, the same wherever and whenever it is asked for."""
    return key(candidate_id) % shards


def split(candidates: Sequence[Candidate], shards: int) -> list[list[Candidate]]:
    """Return the candidates of each shard; index each `like` the same index, so that all weigh alike."""
    found: list[list[Candidate]] = [[] for _ in range(shards)]
    for one in candidates:
        found[shard_of(one.id, shards)].append(one)
    return found


def joined(shards: Sequence[CandidateIndex]) -> CandidateIndex:
    """Return all shards as one index: counts, relaxed conditions and places are of the whole.

    Raises `ValueError` where they weigh words or rarity differently: their scores could not be compared.
    """
    first = shards[0].lent
    for one in shards[1:]:
        same = one.lent.shares == first.shares and np.array_equal(one.lent.idf, first.idf)
        if not same or one.as_of != first.as_of:
            raise ValueError("the shards were not built like the same index")
    return CandidateIndex(
        tuple(part for one in shards for part in one.parts), tuple(gone for one in shards for gone in one.gone)
    )
