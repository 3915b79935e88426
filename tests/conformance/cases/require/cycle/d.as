import void of_c() from "c";

void of_d() {
}
