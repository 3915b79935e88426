# What a script's names are is what importing it gives.
import greetings
from number import VALUE

print(greetings.hello())
greetings.name = "Ada"
print(greetings.hello(), "true" if __import__("greetings") is greetings else "false", sep="\t")
print(VALUE)
