print("b loads")
return { name = "b" }
