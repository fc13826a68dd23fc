"""支払: consultants' bank accounts, and the runs that pay them by the bank's file (総合振込)."""
