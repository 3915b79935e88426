# It is import here, and not require, that says what is wrong.
import check

check.fails(__import__, "a")
print("main goes on")
