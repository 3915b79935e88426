import check

check.fails(__import__, "a")
print("main goes on")
