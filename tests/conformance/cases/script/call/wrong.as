void wrong()
{
    script::call();
    script::call("other");
    script::call(5, "add");
    script::call("other", 5);
    script::call("other", "add", array<Value> = {1}, 2);
}
