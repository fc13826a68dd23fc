import numpy as np
import pytest
from sklearn.metrics import average_precision_score, ndcg_score

from matching.evaluate import average_precision, ndcg_at_k, paired_bootstrap, reciprocal_rank

DRAW = np.random.default_rng(0)


@pytest.mark.parametrize("seed", range(5))
def test_measures_agree_with_scikit_learn(seed: int) -> None:
    draw = np.random.default_rng(seed)
    grades, scores = draw.integers(0, 4, 40), draw.permutation(40).astype(float)
    ranked = grades[np.argsort(-scores)]
    assert ndcg_at_k(ranked, 10) == pytest.approx(ndcg_score([2.0**grades - 1], [scores], k=10))
    assert average_precision(ranked) == pytest.approx(average_precision_score(grades > 0, scores))


def test_the_edges_of_the_measures() -> None:
    assert ndcg_at_k([]) == ndcg_at_k([0, 0]) == average_precision([0]) == reciprocal_rank([0, 0]) == 0
    assert ndcg_at_k([3, 2, 1]) == average_precision([1]) == reciprocal_rank([2, 0]) == 1
    assert reciprocal_rank([0, 0, 1]) == pytest.approx(1 / 3)


def test_a_real_difference_is_significant_and_noise_is_not() -> None:
    theirs = DRAW.random(200)
    assert paired_bootstrap((theirs + 0.05).tolist(), theirs.tolist()).significant
    noise = DRAW.normal(0, 0.1, 200)
    assert not paired_bootstrap((theirs + noise - noise.mean()).tolist(), theirs.tolist()).significant


def test_no_queries_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="no queries"):
        paired_bootstrap([], [])
