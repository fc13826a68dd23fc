"""The policy, word for word: the whole table, row by row.

The world of the table: one company with an owner and a member, its posting, one consultant with a profile and an
application that the consultant has consented to; beside them another consultant and another company's owner. The
posting is open with its client's name hidden, a draft where it is about writing; the profile is listed.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from marketplace.matrix import KINDS, PEOPLE, matrix
from marketplace.policy import OPEN_TO_ALL, RULES, SEEING, Can, may

TABLE = """
action                                  visitor  consultant  other consult.  owner  member  other client  advisor  operator

see own pages                           -        yes         yes             yes    yes     yes           yes      yes
see company                             -        -           -               yes    yes     -             yes      yes
edit company                            -        -           -               yes    -       -             -        -
invite member                           -        -           -               yes    -       -             -        -
revoke invitation                       -        -           -               yes    -       -             -        -
remove member                           -        -           -               yes    -       -             -        -
change a member's role                  -        -           -               yes    -       -             -        -
invite staff                            -        -           -               -      -       -             -        yes
close or reopen a staff account         -        -           -               -      -       -             -        yes
assign advisor                          -        -           -               -      -       -             yes      yes
read notice                             -        yes         -               -      -       -             -        -

edit own profile                        -        yes         yes             -      -       -             -        -
see profile                             -        yes         -               -      -       -             yes      yes
edit past project                       -        yes         -               -      -       -             -        -
import document for consultant          -        -           -               -      -       -             yes      yes
decide import                           -        yes         -               -      -       -             yes      yes
verify profile                          -        -           -               -      -       -             yes      yes
verify certification                    -        -           -               -      -       -             yes      yes
verify recommendation                   -        -           -               -      -       -             yes      yes
merge two profiles of one person        -        -           -               -      -       -             yes      yes

answer the own interview beforehand     -        yes         yes             yes    yes     yes           -        -
hold a registration interview           -        -           -               -      -       -             yes      yes
see registration interview              -        yes         -               -      -       -             yes      yes

post engagement                         -        -           -               yes    yes     yes           -        -
see engagement                          yes      yes         yes             yes    yes     yes           yes      yes
see duties in full                      -        yes         yes             yes    yes     -             yes      yes
see client name                         -        -           -               yes    yes     -             yes      yes
see the client's side of an engagement  -        -           -               yes    yes     -             yes      yes
edit engagement                         -        -           -               yes    yes     -             yes      yes
submit engagement for review            -        -           -               yes    yes     -             -        -
review engagement                       -        -           -               -      -       -             yes      yes
pause or reopen engagement              -        -           -               yes    yes     -             yes      yes
close engagement                        -        -           -               yes    yes     -             yes      yes
confirm that engagement is open         -        -           -               yes    yes     -             yes      yes

see ranked consultants                  -        -           -               yes    yes     -             yes      yes
see match                               -        yes         -               yes    yes     -             yes      yes
curate ranked consultants               -        -           -               -      -       -             yes      yes

see what postings like one's own pay    -        -           -               yes    yes     -             yes      yes
see how the guidance on rates holds     -        -           -               -      -       -             yes      yes

apply                                   -        yes         yes             -      -       -             -        -
see application                         -        yes         -               yes    yes     -             yes      yes
see the consented profile               -        yes         -               yes    yes     -             yes      yes
recommend a ranked consultant           -        -           -               -      -       -             yes      yes
invite a ranked consultant              -        -           -               yes    yes     -             -        -
ask for consent                         -        -           -               -      -       -             yes      yes
answer to being shown                   -        yes         -               -      -       -             -        -
submit application to the client        -        -           -               -      -       -             yes      yes
take into talks or not select           -        -           -               yes    yes     -             yes      yes
withdraw application                    -        yes         -               -      -       -             -        -
withdraw consent                        -        yes         -               -      -       -             -        -

keep private notes on an application    -        -           -               yes    yes     -             yes      yes
keep private notes about a person       -        -           -               -      -       -             yes      yes
see note                                -        -           -               yes    yes     -             -        -
remove note                             -        -           -               -      yes     -             -        -

read a thread                           -        yes         -               yes    yes     -             yes      yes
write into a thread                     -        yes         -               yes    yes     -             yes      yes
open an attachment                      -        yes         -               yes    yes     -             yes      yes

propose a meeting                       -       yes      -               yes    yes    -             yes      yes
see meeting                             -       yes      -               yes    yes    -             yes      yes
move, cancel or take notes of a meeting -       yes      -               yes    yes    -             yes      yes
choose a meeting's date                 -       yes      -               -      -      -             -        -

make an offer                           -       -        -               yes    yes    -             yes      yes
see offer                               -       yes      -               yes    yes    -             yes      yes
accept, decline or counter an offer     -       yes      -               -      -      -             -        -

see contract                            -        yes         -               yes    yes     -             yes      yes
prepare, send, change or end a contract -        -           -               -      -       -             yes      yes
read a contract's paper                 -        -           -               yes    yes     -             yes      yes
ask for the order terms on paper        -        yes         -               -      -       -             -        -
note that order terms were sent on paper -        -           -               -      -       -             yes      yes
sign a contract's paper                 -        -           -               yes    -       -             -        -
ask for talks on the fee                -        yes         -               -      -       -             -        -
see a talk on the fee                   -        yes         -               -      -       -             yes      yes
answer a talk on the fee                -        -           -               -      -       -             yes      yes
say whether a contract goes on          -        yes         -               yes    yes     -             -        -
declare oneself as a party to contracts -        yes         yes             yes    -       yes           -        -
see and screen a party to contracts     -        -           -               -      -       -             yes      yes

begin a month's work report             -        yes         -               -      -       -             -        -
see work report                         -        yes         -               yes    yes     -             yes      yes
write, hand in or correct a work report -        yes         -               -      -       -             -        -
approve or return a work report         -        -           -               yes    yes     -             -        -
open an expense's receipt               -        yes         -               yes    yes     -             yes      yes
remove an expense                       -        yes         -               -      -       -             -        -

see invoice                                 -        -           -               yes    yes     -             yes      yes
see payment notice                          -        yes         -               -      -       -             yes      yes
confirm or dispute a payment notice         -        yes         -               -      -       -             -        -
see an advance                              -        yes         -               -      -       -             yes      yes
agree to an advance                         -        yes         -               -      -       -             -        -
look up a registration number               -        -           -               -      -       -             yes      yes
bill months, settle disputes                -        -           -               -      -       -             -        yes
book what was paid for an invoice           -        -           -               -      -       -             -        yes
pay an invoice by card or through Stripe    -        -           -               yes    yes     -             -        -
see what the own company owes and has spent -        -           -               yes    yes     yes           -        -
see what one has earned and will earn       -        yes         yes             -      -       -             -        -

enter the own bank account              -        yes         yes             -      -       -             -        -
make a payment run and take its file    -        -           -               -      -       -             -        yes
approve a payment run                   -        -           -               -      -       -             -        yes

begin the project of a contract         -        yes         -               -      -       -             -        -
see a project's boards                  -        yes         -               yes    yes     -             -        -
lead a project                          -        yes         -               -      -       -             -        -
write on a project's boards             -        yes         -               -      -       -             -        -
see status report                       -        yes         -               yes    yes     -             -        -
write status report                     -        yes         -               -      -       -             -        -
acknowledge or return a status report   -        -           -               yes    yes     -             -        -
see minutes                             -        yes         -               yes    yes     -             -        -
write minutes                           -        yes         -               -      -       -             -        -
import rows of another tool             -        yes         -               -      -       -             -        -
propose a change of a project           -        yes         -               yes    yes     -             -        -
see change request                      -        yes         -               yes    yes     -             -        -
agree to a change or decline it         -        -           -               yes    yes     -             -        -
withdraw a change request               -        yes         -               -      -       -             -        -
comment on a project's rows             -        yes         -               yes    yes     -             -        -
see comment                             -        yes         -               yes    yes     -             -        -
change or delete a comment              -        yes         -               -      -       -             -        -
open a comment's file                   -        yes         -               yes    yes     -             -        -
let somebody outside read a project's reports -        -           -               yes    -       -             -        -
close an external reader's link         -        -           -               yes    -       -             -        -
see a project's budget and what it costs -        yes         -               yes    yes     -             -        yes
propose or withdraw a closed project's summary -        yes         -               -      -       -             -        -
agree to a project's summary or decline it     -        -           -               yes    yes     -             -        -
make a token for a program              -        yes         -               yes    yes     -             -        -
revoke the own token                    -        yes         -               -      -       -             -        -

see pulse                                                 -        -           -               yes    yes     -             yes      yes
answer a pulse                                            -        -           -               yes    yes     -             -        -
see the own side's pulses of a contract                   -        yes         -               yes    yes     -             -        -
look after a running contract: health, pulses, concerns   -        -           -               -      -       -             yes      yes

see a month's check                            -        yes         -               -      -       -             yes      yes
answer a month's check                         -        yes         -               -      -       -             -        -
see how two sides of a contract work together  -        yes         -               yes    yes     -             yes      yes

see a contract's reviews                -        yes         -               yes    yes     -             yes      yes
see review round                        -        yes         -               yes    yes     -             yes      yes
write a review                          -        yes         -               yes    yes     -             -        -
read a review                           -        yes         -               yes    yes     -             yes      yes
answer a review about oneself           -        yes         -               -      -       -             -        -
hide a review                           -        -           -               -      -       -             yes      yes

say that a match is not right           -        yes         yes             -      -       -             -        -
see an appeal                           -        yes         -               -      -       -             yes      yes
withdraw an appeal                      -        yes         -               -      -       -             -        -
answer an appeal                        -        -           -               -      -       -             yes      yes

see desk                                -        -           -               -      -       -             yes      yes
remind whoever is waited for            -        -           -               -      -       -             yes      yes
put a line of the queue off             -        -           -               -      -       -             yes      yes
remove a saved filter of the queue      -        -           -               -      -       -             yes      -
edit the operator's settings            -        -           -               -      -       -             -        yes
edit the skill catalogue                -        -           -               -      -       -             -        yes
see operation                           -        -           -               -      -       -             -        yes
rerun job                               -        -           -               -      -       -             -        yes
train or go back to a ranking model     -        -           -               -      -       -             -        yes
"""  # noqa: E501 - a table is read as a table


def _table() -> list[tuple[str, list[str]]]:
    rows = [line.rsplit(maxsplit=len(KINDS)) for line in TABLE.splitlines()[2:] if line]
    return [(action.strip(), cells) for action, *cells in rows]


def test_the_whole_table() -> None:
    assert {action: dict(zip(KINDS, cells, strict=True)) for action, cells in matrix()} == {
        action: dict(zip(KINDS, cells, strict=True)) for action, cells in _table()
    }


def test_the_table_has_every_action_once_in_the_policys_order() -> None:
    assert [action for action, _cells in _table()] == [action.value for action in Can]
    assert set(RULES) == set(Can)


def test_a_record_is_known_only_by_an_action_of_the_policy() -> None:
    assert {*SEEING.values()} <= set(Can)


@pytest.mark.parametrize("action", list(Can))
def test_whoever_is_switched_off_may_do_nothing(action: Can) -> None:
    for each in PEOPLE.values():
        if each is not None:
            off = SimpleNamespace(**(vars(each) | {"active": False}))
            assert not may(off, action, None)  # type: ignore[arg-type]


@pytest.mark.parametrize("action", [action for action in Can if action not in OPEN_TO_ALL])
def test_a_visitor_may_do_nothing_that_is_not_open_to_all(action: Can) -> None:
    assert not may(None, action, None)
