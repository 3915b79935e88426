Value speed;

string get_speed() {
    return speed.isNull() ? "nil" : "" + int(speed);
}

void set_speed(int value) {
    speed = value;
}
