# An exception without a message is known by its type alone.
raise RuntimeError
