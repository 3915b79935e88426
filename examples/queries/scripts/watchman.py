"""The watchman: sees what goes out, and every few seconds lights one of them again."""

from glotta import engine, query

ROUND = 2.5  # seconds

# With `changed`, a query finds only those of which that component was added or written since it was last asked.
gone_out = query.create(["Dark"], changed=["Dark"])
dark = query.create(["Torch", "Dark"])

walked = 0.0


def tell(text):
    print(f"{engine.total_time():4.1f} s  {text}")


def update(dt):
    global walked
    for torch in gone_out.entities():
        tell(f"{torch.name()} goes out; dark now: {dark.count()}")
    walked += dt
    if walked < ROUND:
        return
    walked = 0.0
    if not dark.is_empty():
        torch = dark.first()
        time = engine.total_time() - torch.handle("Dark").since
        torch.remove("Dark")
        torch.handle("Torch").oil = 8.0
        tell(f"the watchman lights {torch.name()}, which was dark for {time:.1f} s")
