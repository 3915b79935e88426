// Nothing that has a value can contain itself here, and a value that is nested too deeply is refused when it is made.
#include "check"

Value back(const Value &in value)
{
    return engine::setting("none", value);
}

void main()
{
    Value deep = 0;
    try {
        for (int i = 0; i < 10000; i++)
            deep = dictionary = {{"inner", deep}};
        check::passed();
    }
    catch {
        check::failed();
    }
    try {
        array<Value> list = {deep};
        engine::setting("none", list);
        check::passed();
    }
    catch {
        check::failed();
    }
    Value fine = 0;
    for (int i = 0; i < 90; i++)
        fine = dictionary = {{"inner", fine}};
    int depth = 0;
    Value at = back(fine);
    while (at.kind() == "table") {
        at = at["inner"];
        depth++;
    }
    check::show(depth);
}
