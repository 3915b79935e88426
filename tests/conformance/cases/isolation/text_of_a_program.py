# Code made at run time sees the same globals as the script that made it. Malformed code raises, and gives no nothing.
import check

secret = 5
check.show(eval("secret"))
exec("secret = 6")
check.show(secret, eval("globals().get('io')"))
check.fails_somehow(compile, "1 +", "text", "eval")
