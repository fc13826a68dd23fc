"""Meetings (業務内容の打合せ): slots proposed by one side, one chosen by the other, and what each side made of it."""
