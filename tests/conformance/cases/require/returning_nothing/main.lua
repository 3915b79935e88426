-- A script that returns nothing gives its globals, so that it need not be written as a table.
local greetings = require "greetings"
print(greetings.hello())
greetings.name = "Ada"
print(greetings.hello(), require("greetings") == greetings)
print(require "number")
