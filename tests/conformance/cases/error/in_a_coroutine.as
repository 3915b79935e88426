// There are no coroutines. What plays their part is an object that remembers where it is, and a handle to its
// method.
#include "check"

funcdef Value Resume();

class Work {
    private int step = 0;

    Value next() {
        switch (step++) {
        case 0:
            check::show(entity::create().is_valid());
            return "yielded";
        case 1:
            entity::name(check::dead());
        }
        return Value();
    }

    bool done() const {
        return step > 1;
    }
}

void main() {
    Work work;
    Resume@ resume = Resume(work.next);
    check::show(true, resume());
    try {
        resume();
    } catch {
        check::show(false, getExceptionKind(), getExceptionInfo());
    }
    // What it had done before the error is done.
    check::show(work.done() ? "dead" : "alive");
    Value nothing;
    Callback@ f = function() { Value nothing; entity::name(nothing); };
    try { f(); check::passed(); } catch { check::failed(); }
}
