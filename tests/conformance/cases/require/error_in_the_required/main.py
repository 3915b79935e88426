import check

check.fails(__import__, "fails")
# Not loaded, so it is tried again.
check.fails(__import__, "fails")
check.fails_somehow(__import__, "syntax")
import fails
