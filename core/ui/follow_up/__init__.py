"""Følg opp on screen: the code asked for, what the school has done, what the reporter may do."""
