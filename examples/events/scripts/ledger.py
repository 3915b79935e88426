"""The ledger: writes down who paid what."""

from glotta import engine, event

coins = 0


def write_down(payment):
    global coins
    coins += payment["coins"]
    print(f"frame {engine.frame()}  ledger: {payment['coins']} coins from the {payment['ship']}")


event.subscribe("duty.paid", write_down)
event.subscribe("harbour.closed", lambda _: print(f"ledger: {coins} coins in all"))
