"""The phases of a month, compiled, for one replication. Orchestration only: what happens to a person is a rule.

Each phase reads the model, changes the occupancy (who sits where, how they stand) and the month's book, and
counts. `event.py` tells the same story person by person; the two must agree exactly. Loops over all seats hand
single numbers and one row of parameters to rules: passing whole tuples of arrays to each seat costs more than
the rule.
"""
