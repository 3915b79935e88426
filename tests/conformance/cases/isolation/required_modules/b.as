// An imported function is the same for all who import it, with the variables of the script it comes from.
import int count() from "lib";

void main() {
    print("b counts " + count());
}
