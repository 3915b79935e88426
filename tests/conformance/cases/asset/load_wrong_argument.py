import check

check.fails(asset.load)
check.fails(asset.load, "hello.txt")
check.fails(asset.load, None, "text")
check.fails(asset.load, 1, "text")
check.fails(asset.load, "hello.txt", {})
check.fails(asset.load, "hello.txt", "text", 1)
check.fails(asset.load, "hello.txt", "txt")
check.fails(asset.load, "hello.txt", "Image")
check.fails(asset.load, "hello.txt", "")
for path in ["", ".", "/etc/passwd", "C:\\notes.txt", "../hello.txt", "a/../../hello.txt", "a\0b"]:
    check.fails(asset.load, path, "text")
check.fails(asset.load, "../main", "script")
check.fails(asset.load, "x" * 1001, "text")
check.show(asset.find_by_type("text"), asset.find_by_type("script"))
