class Vector : Vec3 {
}
