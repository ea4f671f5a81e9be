"""Whether the tests of the rules that decide would see it if a rule were another."""
