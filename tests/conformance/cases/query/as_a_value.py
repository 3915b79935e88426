# frames: 2
import check

# A query is an object: it is equal to itself alone, and the same one wherever it comes from.
healthy = query.create(["Health"])


def on_start():
    check.show(healthy == query.create(["Health"]), healthy == healthy, healthy == 5)
    print(f"{healthy}\ta {healthy!r}")
    names = {healthy: "it"}

    def asked(value):
        check.show(value["query"] == healthy, value["query"].count(), names[value["query"]])

    event.subscribe("asked", asked)
    entity.create().add("Health")
    event.emit("asked", {"query": healthy})
