print("a loads")
return { name = "a", b = require "b" }
