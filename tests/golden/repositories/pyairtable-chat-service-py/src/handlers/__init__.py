"""HTTP: requests become calls, and their results become answers."""
