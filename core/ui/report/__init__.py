"""Meld fra on screen: the receipt with its code, until the code is written down."""
