# A script that attaches itself from its own body would load itself without end: it is refused, and loads all the same.
import check

check.fails(script.attach, entity.create(), script.path())
print("loaded")
