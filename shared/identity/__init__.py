"""Who asks: short signed tokens, who may sign them, and for whom. What a person may see is another question."""
