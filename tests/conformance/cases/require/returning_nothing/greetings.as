string name = "nobody";

string hello() {
    return "hello, " + name;
}
