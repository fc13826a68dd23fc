"""Papers: what they say, their hash, their PDF, and what is refused when something is not as it was."""

from __future__ import annotations

import hashlib
import io
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader, PdfWriter
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from marketplace import files
from marketplace.contracts.document import paper_pdf
from marketplace.contracts.operations.drafting import send_contract, void_contract
from marketplace.contracts.operations.parties import party_for
from marketplace.contracts.operations.signing import intact, to_be_signed
from marketplace.contracts.papers import MOST_BYTES
from marketplace.contracts.queries import papers_of
from marketplace.contracts.states import Between, ContractState, PaperKind, Proof
from marketplace.db import db
from marketplace.i18n import in_locale
from marketplace.pipeline.states import ApplicationState
from tests.factories.contracts import (
    contract_between,
    make_issuer,
    ready_contract,
    sent_contract,
    sign_all,
    signed_contract,
)
from tests.factories.pipeline import make_application, make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from marketplace.contracts.models import Contract, Paper
    from tests.conftest import PageClient

pytestmark = pytest.mark.usefixtures("session")
EVIL = "#evil[$x$]株式会社"
WORK = "進行管理 ${terms} $ # \\ *太字* _下線_ `code` <b> @ref"


def paper_of(contract: Contract, kind: PaperKind, between: Between) -> Paper:
    (paper,) = [each for each in papers_of(contract) if (each.kind, each.between) == (kind, between)]
    return paper


def individual(contract: Contract) -> Paper:
    return paper_of(contract, PaperKind.INDIVIDUAL, Between.CLIENT)


def read(content: bytes) -> str:
    """The words of a PDF without their spaces: lines are broken wherever they are full."""
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def a_pdf() -> bytes:
    made, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(made)
    return made.getvalue()


def upload(client: PageClient, paper: Paper, content: bytes) -> Any:  # noqa: ANN401 - a response
    """Send the file as bytes: the test client would keep a large one in a file that it never closes."""
    boundary, body = encode_multipart({"file": FileStorage(io.BytesIO(content), "signed.pdf")})
    sent_as = f'multipart/form-data; boundary="{boundary}"'
    return client.post(f"/papers/{paper.id}/upload", data=body, content_type=sent_as)


def test_a_contract_says_who_what_when_and_how_much() -> None:
    contract, _owner, _advisor = sent_contract()
    paper = individual(contract)
    company = contract.application.engagement.company.name
    for words in (company, "縁の下パートナーズ株式会社", contract.number, "1,500,000円", "準委任", "リモート"):
        assert words in paper.text, words
    assert "1,500,000" in paper.translation
    assert "{" not in paper.text + paper.translation


def test_the_hash_is_of_both_texts_and_every_signer_was_shown_it() -> None:
    contract, _owner, _advisor = signed_contract()
    for paper in papers_of(contract):
        both = json.dumps([paper.text, paper.translation], ensure_ascii=False).encode()
        assert paper.sha256 == hashlib.sha256(both).hexdigest()
        assert {each.sha256 for each in paper.signatures} <= {paper.sha256}
        assert intact(paper)


@pytest.mark.parametrize("what", ["text", "translation", "sha256", "signature"])
def test_what_was_changed_behind_our_back_does_not_go_out(client: PageClient, what: str) -> None:
    contract, owner, _advisor = signed_contract()
    paper = individual(contract)
    client.sign_in(owner)
    assert client.get(f"/papers/{paper.id}/paper.pdf").status_code == 200
    if what == "signature":
        paper.signatures[0].sha256 = "0" * 64
    else:
        setattr(paper, what, getattr(paper, what).replace("1", "7").replace("a", "b"))
    db.session.commit()
    assert not intact(paper)
    answer = client.get(f"/papers/{paper.id}/paper.pdf")
    assert answer.status_code == 409
    assert "署名された文面と一致しません" in answer.text


def test_words_of_others_are_words_in_text_and_pdf() -> None:
    contract, _owner, advisor = ready_contract(work=WORK)
    party_for(contract.application.engagement.company).legal_name = EVIL
    send_contract(contract, by=advisor)
    paper = individual(contract)
    assert EVIL in paper.text
    assert WORK in paper.text
    for locale in ("ja", "en"):
        with in_locale(locale):
            words = read(paper_pdf(paper))
        assert EVIL in words
        assert re.sub(r"\s+", "", WORK) in words


def test_the_pdf_is_archival_counts_its_pages_and_ends_with_the_evidence() -> None:
    contract, owner, advisor = signed_contract()
    paper = individual(contract)
    with in_locale("ja"):
        content = paper_pdf(paper)
    assert b"pdfaid" in content
    reader = PdfReader(io.BytesIO(content))
    size = reader.pages[0].mediabox
    assert (round(size.width), round(size.height)) == (595, 842)
    total = len(reader.pages)
    for number, page in enumerate(reader.pages, 1):
        assert f"{number} / {total}" in page.extract_text()
    evidence = re.sub(r"\s+", "", reader.pages[-1].extract_text())
    assert paper.sha256 in evidence
    for signature, user in zip(paper.signatures, (advisor, owner), strict=True):
        assert signature.user_id == user.id
        for words in (user.name, user.email, f"UTC{signature.signed_at:%Y-%m-%d%H:%M:%S}"):
            assert re.sub(r"\s+", "", words) in evidence
    assert "192.0.2.7" in evidence
    assert "パスワード" in evidence


def test_the_first_page_is_the_text_that_binds_whatever_language_it_is_taken_in() -> None:
    contract, _owner, _advisor = sent_contract()
    paper = individual(contract)
    for locale in ("ja", "en"):
        with in_locale(locale):
            first = PdfReader(io.BytesIO(paper_pdf(paper))).pages[0].extract_text()
        assert paper.text.split("\n")[0] in first


# Signed elsewhere


def test_a_file_signed_elsewhere_is_kept_returned_and_concludes(client: PageClient) -> None:
    contract, owner, advisor = sent_contract()
    sign_all(contract, contract.application.consultant.user)
    client.sign_in(advisor)
    content = a_pdf()
    for paper in list(to_be_signed(contract)):
        assert upload(client, paper, content).status_code == 303
    db.session.refresh(contract)
    assert contract.state is ContractState.SIGNED
    paper = individual(contract)
    kept = paper.signatures[-1]
    assert (kept.proof, kept.file_sha256) == (Proof.UPLOAD, hashlib.sha256(content).hexdigest())
    client.sign_in(owner)
    assert f"保管：{advisor.name}" in client.get(f"/papers/{paper.id}").text  # not as the signer
    back = client.get(f"/papers/{paper.id}/signed.pdf")
    assert (back.status_code, back.data) == (200, content)
    assert upload(client, paper, content).status_code == 403

    assert kept.file is not None
    system, root = files._place()
    system.pipe_file(f"{root}/{kept.file}", content + b"%")
    changed = client.get(f"/papers/{paper.id}/signed.pdf")
    assert changed.status_code == 409
    client.sign_in(advisor)
    assert upload(client, paper, content).status_code == 409


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"PK\x03\x04", b"%PDF-" + b"0" * MOST_BYTES, b"%PDF-1.7\n%%EOF", a_pdf()[:300]],
    ids=["none", "text", "zip", "large", "empty", "cut"],
)
def test_what_is_no_pdf_or_too_large_is_refused_beside_its_field(client: PageClient, content: bytes) -> None:
    contract, _owner, advisor = sent_contract()
    paper = individual(contract)
    client.sign_in(advisor)
    answer = upload(client, paper, content)
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    assert len(paper.signatures) == 1


# One master agreement, more than one contract


def two_contracts() -> tuple[Contract, Contract, Any, Any]:
    """Two contracts of one company with two people, both waiting for the same master agreement."""
    first, owner, advisor = sent_contract()
    company = first.application.engagement.company
    person = make_listed_consultant(advisor_id=advisor.id, days_min=1)
    application = make_application(make_posting(company), person, state=ApplicationState.MEETING)
    return first, contract_between(application, owner), owner, advisor


def test_one_master_agreement_serves_every_contract_that_waits_for_it() -> None:
    first, second, owner, _advisor = two_contracts()
    master = paper_of(first, PaperKind.MASTER, Between.CLIENT)
    assert paper_of(second, PaperKind.MASTER, Between.CLIENT) is master
    for contract in (first, second):
        sign_all(contract, contract.application.consultant.user)
    sign_all(second, owner)
    assert (first.state.value, second.state.value) == ("sent", "signed"), "its own paper still waits"
    sign_all(first, owner)
    assert first.state.value == "signed"


def test_the_master_signed_last_concludes_them_all(client: PageClient) -> None:
    first, second, owner, _advisor = two_contracts()
    for contract in (first, second):
        sign_all(contract, contract.application.consultant.user)
    client.sign_in(owner)
    master = paper_of(first, PaperKind.MASTER, Between.CLIENT)
    for paper in (individual(first), individual(second), master):
        data = {"seen": paper.sha256, "name": owner.name, "read": "y", "password": "correct horse battery"}
        assert client.post(f"/papers/{paper.id}/sign", data=data).status_code == 303
    for contract in (first, second):
        db.session.refresh(contract)
        assert contract.state is ContractState.SIGNED


def test_a_contract_given_up_takes_no_master_from_another() -> None:
    first, second, owner, advisor = two_contracts()
    master = paper_of(first, PaperKind.MASTER, Between.CLIENT)
    void_contract(first, by=advisor, words="開始が延期になったため。")
    assert master.withdrawn_at is None
    assert individual(first).withdrawn_at is not None
    sign_all(second, owner, second.application.consultant.user)
    assert second.state is ContractState.SIGNED
    assert len(master.signatures) == 2


def test_the_last_one_given_up_takes_its_unsigned_master_with_it() -> None:
    make_issuer()
    contract, _owner, advisor = sent_contract()
    void_contract(contract, by=advisor, words="開始が延期になったため。")
    assert paper_of(contract, PaperKind.MASTER, Between.CLIENT).withdrawn_at is not None
    assert to_be_signed(contract) == []
