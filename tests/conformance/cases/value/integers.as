#include "check"

Value back(const Value &in value)
{
    return engine::setting("none", value);
}

void main()
{
    int64 most = 9223372036854775807;
    array<int64> numbers = {0, 1, -1, 2147483647, 2147483648, 9007199254740993, most, -most - 1};
    for (uint i = 0; i < numbers.length(); i++)
        check::show(back(numbers[i]) == numbers[i], back(numbers[i]).kind() == "int" ? "integer" : "float");
}
