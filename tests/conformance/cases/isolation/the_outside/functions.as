void main() {
    system("ls");
    exec("ls");
    getenv("HOME");
    getSystemTime();
    exit(1);
    remove("main.as");
    load("main.as");
}
