// An exception is a text: with anything else, the script does not compile.
void main() {
    throw(dictionary = {{"code", 5}});
}
