def update(
