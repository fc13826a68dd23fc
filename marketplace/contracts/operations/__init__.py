"""What is done with contracts: drafted, issued, signed, changed, ended; talks on the fee."""
