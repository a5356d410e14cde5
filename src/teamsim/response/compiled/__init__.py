"""The compiled inner loops of `teamsim.response`; their machine code has a folder of its own (`_jit.solver`)."""
