import string get_speed() from "lib";
import void set_speed(int) from "lib";

int speed = 5;

void main() {
    print(get_speed());
    set_speed(7);
    print(speed);
}
