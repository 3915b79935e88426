def update(e, dt):
    number = e.data().number
    if number == 2:
        entity.name(5)
    print(f"grunt {number}")
