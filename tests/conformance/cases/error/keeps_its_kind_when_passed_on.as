#include "check"

void main() {
    try {
        entity::name(check::dead());
    } catch {
        check::show(false, getExceptionKind(), getExceptionInfo());
        throw(getExceptionInfo());
    }
}
