local check = require "check"
check.fails(asset.load)
check.fails(asset.load, "hello.txt")
check.fails(asset.load, nil, "text")
check.fails(asset.load, 1, "text")
check.fails(asset.load, "hello.txt", {})
check.fails(asset.load, "hello.txt", "text", 1)
check.fails(asset.load, "hello.txt", "txt")
check.fails(asset.load, "hello.txt", "Image")
check.fails(asset.load, "hello.txt", "")
for _, path in ipairs { "", ".", "/etc/passwd", "C:\\notes.txt", "../hello.txt", "a/../../hello.txt", "a\0b" } do
    check.fails(asset.load, path, "text")
end
check.fails(asset.load, "../main", "script")
check.fails(asset.load, ("x"):rep(1001), "text")
check.show(asset.find_by_type("text"), asset.find_by_type("script"))
