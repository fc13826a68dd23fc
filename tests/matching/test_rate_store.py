"""A guide of rates comes back as it was, or not at all."""

from dataclasses import dataclass
from io import BytesIO

import joblib
import pytest

from matching.rate_store import packed, unpacked
from matching.rates import RateGuide
from matching.store import UnusableModel
from tests.matching.test_rates import PROTOTYPE, postings

GUIDE = RateGuide(max_iter=5).fit(*postings(300, 5))
CONTENT, MANIFEST = packed(GUIDE)


@dataclass
class Trap:
    """What sets a mark where it is unpickled."""

    sprung = False

    def __reduce__(self) -> tuple[object, tuple[type, str, bool]]:
        return setattr, (Trap, "sprung", True)


def test_it_says_the_same_again() -> None:
    again = unpacked(CONTENT, MANIFEST)
    assert again.guide(PROTOTYPE) == GUIDE.guide(PROTOTYPE) is not None
    assert again.covered_ == GUIDE.covered_


def test_what_is_not_of_the_manifest_is_never_unpickled() -> None:
    file = BytesIO()
    joblib.dump(Trap(), file)
    with pytest.raises(UnusableModel, match="damaged"):
        unpacked(file.getvalue(), MANIFEST)
    assert Trap.sprung is False


@pytest.mark.parametrize("damage", [b"", CONTENT[:100], CONTENT[:-1], CONTENT + b"."], ids=range(4))
def test_damaged_bytes_are_refused(damage: bytes) -> None:
    with pytest.raises(UnusableModel):
        unpacked(damage, MANIFEST)


def test_a_guide_of_other_libraries_or_of_another_format_is_refused() -> None:
    with pytest.raises(UnusableModel, match="made with"):
        unpacked(CONTENT, {**MANIFEST, "libraries": {**MANIFEST["libraries"], "scikit-learn": "0.1"}})
    with pytest.raises(UnusableModel, match="format"):
        unpacked(CONTENT, {})


def test_bytes_that_are_something_else_are_refused() -> None:
    content, manifest = packed({"no": "guide"})  # type: ignore[arg-type]  # that is what is tested
    with pytest.raises(UnusableModel, match="holds no guide"):
        unpacked(content, manifest)
