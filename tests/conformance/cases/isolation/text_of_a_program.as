// Scripts are compiled before they run: there is nothing that makes code of a text.
int secret = 5;

void main() {
    eval("secret");
    exec("secret = 6");
    load("return secret");
    ExecuteString("secret = 6");
    compile("1 +");
}
