# Lengths are numbers of characters here, and the text that cannot be UTF-8 is the one with surrogates.
import check


def back(value):
    return engine.setting("none", value)


for s in ("", "plain", "a\0b", "\n\t", "Grüße", "日本語", "🐉"):
    check.show(back(s) == s, len(back(s)))
long = "0123456789" * 100000
check.show(back(long) == long)
check.fails(back, "\ud800")
check.fails(back, "broken \udfff")
check.fails(back, {"a": "\ud800"})
check.fails(back, {"\ud800": 1})
check.fails(engine.setting, "\ud800")
