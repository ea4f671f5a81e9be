"""The only wing that draws: one package for each screen, and `kit` with what many screens use."""
