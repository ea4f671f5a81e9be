"""Innstillinger on screen: how the portal stands, and one form for each part of it."""
