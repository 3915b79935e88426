print("fails loads")
entity.destroy(5)
