name = "nobody"


def hello():
    return "hello, " + name
