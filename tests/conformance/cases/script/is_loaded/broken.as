void (
