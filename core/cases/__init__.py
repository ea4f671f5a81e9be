"""The duty to act (opplæringslova § 12-4): a case, its clock, its plan, its journal, its end."""
