// An exception is a kind and a message, which the function asks for that has caught it; the place is for the log.
#include "check"

void main() {
    bool ok = true;
    try {
        entity::destroy_many(array<string> = {"x"});
    } catch {
        ok = false;
    }
    check::show(ok, getExceptionKind(), getExceptionInfo());
    // Its text is a string like any other.
    print(getExceptionInfo().findFirst("expected") >= 0);
    print(("at: " + getExceptionInfo()).findFirst("expected") >= 0);
}
