// What a script imports has run when its own body does. Names of scripts are looked for beside the one that names
// them, then from the project's root.
import string name_of_a() from "lib.a";
import int count_by_a() from "lib/a";
import string name_of_b() from "lib.b";
import int count() from "lib/b.as";

void main() {
    int by_a = count_by_a(), by_main = count();
    print(name_of_a() + "\t" + name_of_b() + "\t" + (by_main == by_a + 1));
    print(count_by_a() == 3);
}
