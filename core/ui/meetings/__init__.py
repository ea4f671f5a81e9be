"""Møter on screen: a body, the meetings that it must hold and has held, and its members."""
