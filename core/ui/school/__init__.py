"""How the school works, on screen: what its plan and its year say to everyone."""
