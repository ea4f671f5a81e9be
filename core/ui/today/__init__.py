"""Oversikt on screen: what waits for whoever starts a day, and what is good to know beside it."""
