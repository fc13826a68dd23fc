"""Status reports: pre-filled from the boards, rated with a reason, handed in, acknowledged."""
