"""What a paper says: the operator's or the shipped wording with the contract's facts and terms set into it."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from marketplace.contracts.labels import term_lines
from marketplace.contracts.queries import template_of
from marketplace.contracts.states import Between
from marketplace.errors import Invalid
from marketplace.i18n import LOCALES, in_locale
from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from marketplace.contracts.models import ContractVersion, Party
    from marketplace.issuer import Issuer

FOLDER = Path(__file__).with_name("agreements")
CODES = (
    "master_client", "master_consultant", "individual_client", "individual_consultant", "individual_both", "amendment",
)  # fmt: skip
NAMES = frozenset(
    {"operator_name", "operator_address", "client_name", "client_address", "consultant_name", "consultant_address"}
)
OF_CONTRACT = NAMES | {"number", "terms"}
FACTS: Mapping[str, frozenset[str]] = {
    "master_client": NAMES,
    "master_consultant": NAMES,
    "individual_client": OF_CONTRACT,
    "individual_consultant": OF_CONTRACT,
    "individual_both": OF_CONTRACT,
    "amendment": OF_CONTRACT | {"version", "parties", "reason"},
}
MUST: Mapping[str, frozenset[str]] = {
    code: frozenset({"terms"}) if "terms" in FACTS[code] else frozenset() for code in CODES
}


def wording_of(code: str) -> tuple[str, dict[str, str]]:
    """Return the name of the wording in force ("individual_client/3", 0: as shipped) and its text by locale."""
    kept = template_of(code)
    if kept is not None:
        return f"{code}/{kept.number}", {"ja": kept.text, "en": kept.translation}
    return f"{code}/0", shipped(code)


def shipped(code: str) -> dict[str, str]:
    """Return the text of an agreement that came with the product, by locale."""
    return {locale: (FOLDER / f"{code}.{locale}.txt").read_text() for locale in LOCALES}


def check_wording(code: str, text: str, *, field: str) -> None:
    """Raise Invalid where a wording names a fact that this paper does not have, or leaves out one it must have."""
    template = Template(text)
    if not template.is_valid():
        raise Invalid({field: _("A $ stands alone here: write ${name} for a fact, and $$ for the sign itself.")})
    named = set(template.get_identifiers())
    unknown, missing = named - FACTS[code], MUST[code] - named
    if unknown:
        raise Invalid({field: _("No such fact here: %(names)s", names=", ".join(sorted(unknown)))})
    if missing:
        raise Invalid({field: _("This must stand in it: %(names)s", names=", ".join(sorted(missing)))})


def composed(code: str, facts: Mapping[str, Mapping[str, str]]) -> tuple[str, dict[str, str]]:
    """Return the name of the wording and the finished text by locale; facts are text, never templates."""
    name, texts = wording_of(code)
    return name, {locale: settled(Template(texts[locale]).substitute(facts[locale])) for locale in LOCALES}


def settled(text: str) -> str:
    """Return the text in one form (NFC, no trailing spaces, one line end), so that its hash says what is seen."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def fingerprint(text: str, translation: str) -> str:
    """Return the SHA-256 of a paper: over the JSON array [text, translation] in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(json.dumps([text, translation], ensure_ascii=False).encode()).hexdigest()


def names(issuer: Issuer, client: Party | None, consultant: Party | None) -> dict[str, str]:
    """Return the parties' names and addresses as facts."""
    return {
        "operator_name": issuer.name,
        "operator_address": issuer.address,
        "client_name": client.legal_name if client else "",
        "client_address": client.address if client else "",
        "consultant_name": consultant.legal_name if consultant else "",
        "consultant_address": consultant.address if consultant else "",
    }


def contract_facts(
    version: ContractVersion, between: Between, known: Mapping[str, str], *, only: frozenset[str] | None = None
) -> dict[str, dict[str, str]]:
    """Return the facts of a version's paper by locale; `only` leaves the terms at those that have changed."""
    facts: dict[str, dict[str, str]] = {}
    for locale in LOCALES:
        with in_locale(locale):
            lines = term_lines(version, between, only=only)
            parties = [known["client_name"] if between is not Between.CONSULTANT else known["operator_name"]]
            parties.append(known["consultant_name"] if between is not Between.CLIENT else known["operator_name"])
            facts[locale] = {
                **known,
                "number": version.contract.number,
                "version": str(version.number),
                "reason": version.reason,
                "parties": "\n".join(parties),
                "terms": "\n".join(
                    f"{label}：{value}" if locale == "ja" else f"{label}: {value}" for label, value in lines
                ),
            }
    return facts
