#include "check"

void main() {
    array<Entity> list;
    for (int i = 0; i < 5; i++) list.insertLast(entity::create());
    Entity other = entity::create();
    entity::destroy_many(array<Entity> = {list[0], list[2]});
    for (uint i = 0; i < list.length(); i++) check::show(list[i].is_valid());
    entity::destroy_many(array<Entity>());
    // The same one twice is destroyed once.
    entity::destroy_many(array<Entity> = {list[1], list[3], list[1]});
    check::show(list[1].is_valid(), list[3].is_valid(), list[4].is_valid(), other.is_valid());
}
