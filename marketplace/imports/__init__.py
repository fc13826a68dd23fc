"""Upload of a 職務経歴書 or スキルシート: read by libraries, proposed field by field, decided by a person."""
