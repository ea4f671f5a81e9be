"""Saker on screen: the filters, one row a case, and what skoleeier alone sees under them."""
