"""What is done about payments: an account entered or replaced; a run made, approved, taken to the bank, done."""
