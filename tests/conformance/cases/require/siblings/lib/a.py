print("a loads")
import b

name = "a"
