import check

check.show(input.context())
check.fails(input.pop_context)
for _ in range(64):
    input.push_context("menu")
check.fails(input.push_context, "menu")
for _ in range(64):
    input.pop_context()
check.fails(input.pop_context)
check.show(input.context())
