# An exception is an object, never a dictionary: what is nearest is one of a type of its own that holds something.
class Failure(Exception):
    def __init__(self, code):
        super().__init__(code)
        self.code = code


raise Failure({"code": 5})
