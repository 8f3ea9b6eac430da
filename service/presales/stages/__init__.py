"""Time limits of a case's stages: clocks that stand still while others are awaited, and who is told."""
