void main() {
    Vec3::ONE = Vec3(2, 2, 2);
    Vec3::ONE.x = 2;
    PI = 3;
    entity::create = null;
    Vec3.opAdd = null;
    string.length = null;
    entity::create().vandal = 1;
}
