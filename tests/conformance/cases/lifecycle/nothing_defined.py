# frames: 2
print("body")
