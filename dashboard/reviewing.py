"""A person's review: the queue of doubtful events, decisions on them, their history."""
