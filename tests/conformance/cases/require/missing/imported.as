import void f() from "no.such.module";
