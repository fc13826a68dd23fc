"""入出金明細: the bank's statement imported, its payments matched to invoices by a person, every match reversible."""
