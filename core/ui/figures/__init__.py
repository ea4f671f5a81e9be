"""Tall on screen: exact for the case team, safe for everyone else, each chart with its table."""
