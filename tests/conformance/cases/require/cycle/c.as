import void of_d() from "d";

void of_c() {
}
