import int dead() from "check";
