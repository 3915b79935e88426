local check = require "check"
check.fails(require, "fails")
-- Not loaded, so it is tried again.
check.fails(require, "fails")
check.fails_somehow(require, "syntax")
require "fails"
