# import is Python's own: what it cannot find is an ImportError, and its names are never paths.
import check


def kind_of_error(name):
    try:
        __import__(name)
    except ImportError:
        print("import error")
    except Exception as error:
        print(type(error).__name__)
    else:
        print("no error")


kind_of_error("no.such.module")
kind_of_error("")
kind_of_error("../check")
kind_of_error("..")
kind_of_error("/etc/passwd")
kind_of_error("a\0b")
kind_of_error(None)
kind_of_error(5)
