function update(
