"""Innboks on screen: cards without a word of the reports, one report opened, and its acts."""
