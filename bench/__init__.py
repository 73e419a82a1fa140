"""The measurements behind every figure in the README: ratios to a floor in the same run, never absolute times."""
