"""The reporter's way back: the code asked for, what the school has done, what she may do.

Whoever has the code is the reporter: nothing here asks who it is, and nothing keeps it.
"""
