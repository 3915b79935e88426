// frames: 2
#include "check"

funcdef int Number(int);

int twice(int n)
{
    return 2 * n;
}

void first(Value value)
{
    check::show(value["answer"].call(20), value["others"]);
    dictionary@ own = value;
    own["answer"] = null;
}

void second(Value value)
{
    check::show(value["answer"].call(21));
}

void on_start()
{
    event::subscribe("ask", first);
    // Each subscriber gets a value of its own.
    event::subscribe("ask", second);
    Number@ answer = twice;
    event::emit("ask", dictionary = {{"answer", answer}, {"others", array<int>()}});
}
