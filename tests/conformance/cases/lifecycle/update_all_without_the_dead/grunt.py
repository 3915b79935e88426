def update_all(entities, dt):
    assert all(e.is_valid() for e in entities)
    print(len(entities), "grunts")
