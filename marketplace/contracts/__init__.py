"""Contracts (個別契約): drafted from an accepted offer, sent with the order terms, signed, amended, renewed, ended."""
