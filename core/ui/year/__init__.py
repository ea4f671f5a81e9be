"""Årshjulet on screen: as a picture, as rows, ticked off, and changed where the plan changes."""
