"""Personal values planted in the demo's story, and where any of them can be read afterwards."""
