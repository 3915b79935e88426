import void nothing() from "fails";
