"""Sak on screen: what waits and what is next, the clock, and the four tabs of the work."""
