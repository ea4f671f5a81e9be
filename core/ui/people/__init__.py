"""Brukere on screen: accounts, roles, one-time passwords, and who is responsible for what."""
