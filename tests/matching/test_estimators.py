"""Every estimator of the package is put through scikit-learn's checks, or says why they do not apply."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from sklearn.base import BaseEstimator

import matching

CHECKED = re.compile(r"parametrize_with_checks\(\[(.*?)\]\)", re.DOTALL)
TESTS = Path(__file__).parent


def estimators() -> list[type]:
    """Return the classes of the package that are estimators, by name."""
    modules = [importlib.import_module(f"matching.{each.name}") for each in pkgutil.iter_modules(matching.__path__)]
    found = {
        each
        for module in modules
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, BaseEstimator) and each.__module__ == module.__name__
    }
    return sorted(found, key=lambda each: each.__name__)


def test_the_package_has_estimators() -> None:
    assert {each.__name__ for each in estimators()} >= {"Features", "LambdaRanker", "PriorRanker", "RateGuide"}


@pytest.mark.parametrize("estimator", estimators(), ids=lambda each: each.__name__)
def test_it_is_checked_or_says_why_not(estimator: type) -> None:
    checked = "".join(found for path in TESTS.glob("test_*.py") for found in CHECKED.findall(path.read_text()))
    says_why = "`check_estimator`, which feeds arrays, does not apply" in " ".join((estimator.__doc__ or "").split())
    assert re.search(rf"\b{estimator.__name__}\(", checked) or says_why
