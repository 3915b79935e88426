print("b loads")
name = "b"
