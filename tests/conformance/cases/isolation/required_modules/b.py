import lib

lib.count += 1
print("b counts", lib.count)
