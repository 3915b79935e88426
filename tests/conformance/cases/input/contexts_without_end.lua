local check = require "check"

check.show(input.context())
check.fails(input.pop_context)
for _ = 1, 64 do
    input.push_context("menu")
end
check.fails(input.push_context, "menu")
for _ = 1, 64 do
    input.pop_context()
end
check.fails(input.pop_context)
check.show(input.context())
