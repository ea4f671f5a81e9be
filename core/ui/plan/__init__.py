"""Handlingsplan on screen: how the plan stands, its sections, what the law adds, input to it."""
