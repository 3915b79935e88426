// frames: 2
#include "check"

// A query is an object: it is equal to itself alone, and the same one wherever it comes from.
Query@ healthy;

void asked(const Value &in value)
{
    Query@ query = value["query"];
    check::show(query is healthy, query.count(), query == healthy ? "it" : "another");
}

void on_start()
{
    @healthy = query::create(array<string> = {"Health"});
    check::show(healthy == query::create(array<string> = {"Health"}), healthy is healthy, Value(healthy) == Value(5));
    print(string(healthy) + "\ta " + healthy);
    event::subscribe("asked", asked);
    entity::create().add("Health");
    event::emit("asked", dictionary = {{"query", healthy}});
}
