Entity e;

void add_tag() {
    entity::add_tag();
    entity::add_tag(e);
    entity::add_tag(e, 1);
    entity::add_tag(e, null);
    entity::add_tag("e", "tag");
    entity::add_tag(e, "tag", "tag");
}

void remove_tag() {
    entity::remove_tag();
    entity::remove_tag(e);
    entity::remove_tag(e, 1);
    entity::remove_tag(e, null);
    entity::remove_tag("e", "tag");
    entity::remove_tag(e, "tag", "tag");
}

void has_tag() {
    entity::has_tag();
    entity::has_tag(e);
    entity::has_tag(e, 1);
    entity::has_tag(e, null);
    entity::has_tag("e", "tag");
    entity::has_tag(e, "tag", "tag");
}

void tags() {
    entity::tags();
}
