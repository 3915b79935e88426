# It is import here, and not require, that says what is wrong; what is no text at all is refused by Python itself.
import check

check.fails(__import__, "no.such.module")
check.fails_somehow(__import__)
check.fails_somehow(__import__, None)
check.fails_somehow(__import__, 5)
check.fails_somehow(__import__, "")
check.fails(__import__, "../check")
check.fails(__import__, "..")
check.fails(__import__, "/etc/passwd")
check.fails_somehow(__import__, "a\0b")
try:
    import no.such.module
except ImportError as error:
    check.show(error.kind)
