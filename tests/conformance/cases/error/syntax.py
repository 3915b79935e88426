# Each language says in its own words what it cannot read.
print("never printed")
x = = 5
