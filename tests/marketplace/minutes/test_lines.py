"""Which lines of minutes say a decision or an action, and what is read from them."""

from __future__ import annotations

from datetime import date

import pytest

from marketplace.minutes.lines import Kind, found_lines

HELD = date(2026, 11, 23)
D, A = Kind.DECISION, Kind.ACTION


@pytest.mark.parametrize(
    ("line", "kind", "title", "owner", "due"),
    [
        ("【決定】並行稼働は行わない", D, "並行稼働は行わない", "", None),
        (
            "・決定：受入試験は二回に分ける（情報システム部長）",
            D,
            "受入試験は二回に分ける（情報システム部長）",
            "",
            None,
        ),
        ("[D] No parallel run", D, "No parallel run", "", None),
        (
            "Decision: go live in May, owner: Mr. Sato due: 2027-01-15",
            D,
            "go live in May",
            "Mr. Sato",
            date(2027, 1, 15),
        ),
        ("【アクション】日程案を配る 担当:佐藤 期限:12/5", A, "日程案を配る", "佐藤", date(2026, 12, 5)),
        (
            "ＡＩ：①資料を作る（担当：佐藤さん、期限：１２月５日（土）まで）",
            A,
            "①資料を作る",
            "佐藤",
            date(2026, 12, 5),
        ),
        ("TODO: 役員向け資料 @中村 ～12/10まで", A, "役員向け資料", "中村", date(2026, 12, 10)),
        ("1. [A] 権限を申請する 1/8まで", A, "権限を申請する", "", date(2027, 1, 8)),
        ("Action: send the dates owner: Sato due: 2026-12-05", A, "send the dates", "Sato", date(2026, 12, 5)),
        ("AI: 確認する 期限:2/30", A, "確認する 期限:2/30", "", None),
    ],
)
def test_a_marked_line_is_read(line: str, kind: Kind, title: str, owner: str, due: date | None) -> None:
    (found,) = found_lines(f"前の行\n{line}\n後の行", HELD)
    assert (found.kind, found.title, found.owner, found.due_on) == (kind, title, owner, due)


def test_other_lines_are_left_alone_and_a_key_stays_with_its_words() -> None:
    for line in ("決定を急ぐ必要がある", "AIの活用を検討する", "【決定】", "前回の決定: なし", "", "12/5までに回答"):
        assert found_lines(line, HELD) == []
    once = found_lines("TODO: 甲\nTODO: 乙", HELD)
    later = found_lines("冒頭\nTODO:　乙\n【決定】丙\nTODO: 甲\nTODO: 甲", HELD)
    assert [each.key for each in once] == [later[2].key, later[0].key]
    assert len({each.key for each in later}) == 4
