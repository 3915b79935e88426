#include "check"

Value back(const Value &in value)
{
    return engine::setting("none", value);
}

void main()
{
    array<double> numbers = {0.0, 1.0, -1.5, 0.1, parseFloat("1e-320"), 1e308, 9007199254740992.0, PI};
    for (uint i = 0; i < numbers.length(); i++)
        check::show(back(numbers[i]) == numbers[i], back(numbers[i]).kind());
    check::show(back(INFINITY), back(-INFINITY), back(NAN), 1 / back(-0.0));
}
