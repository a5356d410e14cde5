"""Tables from outside: rosters."""
