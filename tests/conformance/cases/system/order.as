// frames: 2
#include "check"

void late(double) { print("late"); }
void b(double) { print("b"); }
void a(double) { print("a"); }
void low(double) { print("low"); }
void high(double) { print("high"); }
void early(double) { print("early"); }
// A function without parameters is one as well.
void big() { print("B"); }
void tick() { print("tick"); }

void on_start()
{
    // By phase, then the greatest priority first, then by name; whoever came first. Scripts have the priority 100.
    system::register("late", late, "post_update", 500);
    system::register("b", b);
    system::register("a", a);
    system::register("low", low, "update", -1);
    system::register("high", high, "update", 101);
    system::register("early", early, "pre_update", -2147483648);
    system::register("B", big);
    check::show(system::list());
    event::subscribe("tick", tick);
}

void update()
{
    print("update");
    event::emit("tick");
}
