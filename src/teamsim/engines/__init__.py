"""Two engines, one model: `event` (SimPy, readable) and `monte_carlo` (compiled, the default)."""
