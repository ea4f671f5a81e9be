"""The wheel of the year: what the plan asks for, when, of whom, and what has been done of it."""
