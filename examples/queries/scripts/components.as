// What torches are made of. Scripts that are compiled after this one know them as types.

void main() {
    dictionary torch = { { "oil", 10.0 } };
    dictionary draught = { { "strength", 0.0 } };
    dictionary dark = { { "since", 0.0 } };
    component::define("Torch", torch, "Burns, for as many seconds as it has oil.");
    component::define("Draught", draught, "Where the wind comes in: the oil goes that much faster.");
    component::define("Dark", dark, "Burns no more, since that second of the game.");
}
