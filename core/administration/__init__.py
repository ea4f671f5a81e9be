"""Accounts and roles, who answers for what, who is away, what the school sets: given and taken."""
