import void f() from "/etc/passwd";
