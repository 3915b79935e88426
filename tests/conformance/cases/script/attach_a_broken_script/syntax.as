void update(
