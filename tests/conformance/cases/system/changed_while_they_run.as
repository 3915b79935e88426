// frames: 3
#include "check"

void says(const string &in text)
{
    print(text + "\t" + engine::frame());
}

void b(double) { says("b"); }
void c(double) { says("c"); }
void d(double) { says("d"); }
void e(double) { says("e"); }
void another_a(double) { says("another a"); }
void another_b(double) { says("another b"); }
void fresh(double) { says("new"); }

void a(double)
{
    says("a");
    if (engine::frame() == 0) {
        // An end and a switch count at once, a priority and what is new from the next frame on.
        system::unregister("b");
        system::disable("d");
        system::set_priority("e", 5);
        system::register("b", another_b);
        system::register("new", fresh, "post_update");
    } else {
        system::unregister("a");
        check::show(system::exists("a"));
        system::enable("d");
        system::register("a", another_a);
    }
}

void on_start()
{
    system::register("a", a);
    system::register("b", b);
    system::register("c", c);
    system::register("d", d);
    system::register("e", e);
}
