import lib

lib.count += 1
print("a counts", lib.count)
