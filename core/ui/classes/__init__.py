"""Klasser on screen: one class's year, and the form that makes, changes or removes a class."""
