"""Dashboards of money: what a client owes and spends, what a consultant earns, how the operator stands."""
