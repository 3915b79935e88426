local check = require "check"
check.fails(require, "no.such.module")
check.fails(require)
check.fails(require, nil)
check.fails(require, 5)
check.fails(require, "")
check.fails(require, "../check")
check.fails(require, "/etc/passwd")
check.fails(require, "a\0b")
