entity.destroy(5)
