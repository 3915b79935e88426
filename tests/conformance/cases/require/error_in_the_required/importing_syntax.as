import void nothing() from "syntax";
