"""The inbox: its cards without a word of the reports, one report opened, and what is done with it.

Guards no right of its own: the page and the services do.
"""
