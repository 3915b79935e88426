-- What torches are made of.

component.define("Torch", { oil = 10.0 }, "Burns, for as many seconds as it has oil.")
component.define("Draught", { strength = 0.0 }, "Where the wind comes in: the oil goes that much faster.")
component.define("Dark", { since = 0.0 }, "Burns no more, since that second of the game.")
