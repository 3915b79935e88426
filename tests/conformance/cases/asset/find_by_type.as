#include "check"

void main()
{
    check::show(asset::find_by_type("text"), asset::find_by_type("data"));
    Asset a = asset::load("b.txt", "text"), b = asset::load("a.txt", "text");
    Asset c = asset::load("c.toml", "toml");
    array<Asset>@ found = asset::find_by_type("text");
    check::show(found.length(), found[0] == a, found[1] == b);
    // The same files by another type are other assets.
    check::show(asset::find_by_type("data"), asset::find_by_type("toml")[0] == c);
    asset::unload(a);
    @found = asset::find_by_type("text");
    check::show(found.length(), found[0] == b);
}
