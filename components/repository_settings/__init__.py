"""A repository's settings on GitHub: one file for each kind, each registering what the catalog says.

A setting outlives the stack as its repository does: nothing here is deleted with it. Some kinds cannot be made a second
time, so each of those also finds what is on GitHub already, to be imported (`components.kept_settings`).
"""
