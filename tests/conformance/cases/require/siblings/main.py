import lib.a
import lib.b as b

a = lib.a
print(a.name, b.name, "true" if a.b is b else "false", sep="\t")
import lib.a as again

print("true" if again is a else "false")
