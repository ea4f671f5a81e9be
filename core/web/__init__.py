"""The door to the street: which calls come in, from whom, and the headers of every answer."""
