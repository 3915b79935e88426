print("body")


def on_stop(self):
    print("stop")
