"""Settings, routes and the one list of stages and of their kinds of setting."""
