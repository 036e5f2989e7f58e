"""Package data: cue lists, lexica, units, codebooks."""
