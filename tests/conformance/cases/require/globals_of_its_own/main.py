speed = 5
import lib

print(lib.get())
lib.set(7)
print(speed)
