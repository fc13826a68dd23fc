"""The signed summary of a closed project: facts for the consultant's track record, agreed to by the client."""
