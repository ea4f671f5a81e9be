"""A school's preset (data/schools): each file typed, a mistake refused with line and cure."""
