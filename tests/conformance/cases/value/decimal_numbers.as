#include "check"

// A number in a script is the double next to what is written: as integers, all its bits can be seen.
void bits(double number, int exponent)
{
    check::show(int64(number * pow(2.0, exponent)));
}

void main()
{
    bits(0.7, 53);
    bits(0.1, 56);
    bits(0.35, 54);
    bits(.3, 54);
    bits(76.0962, 46);
    bits(5., 0);
    bits(1.5e-5, 69);
    bits(2.5E+2, 0);
    bits(1e23, -24);
    bits(9007199254740993.0, 0);
    bits(0.30000000000000004441, 54);
    bits(123456789.123456789, 26);
    // The largest, the smallest normal one, and some below it.
    bits(1.7976931348623157e308, -971);
    bits(2.2250738585072014e-308 * pow(2.0, 537), 537);
    bits(2.2250738585072011e-308 * pow(2.0, 537), 537);
    bits(4.9e-324 * pow(2.0, 537), 537);
    // Beyond what there is.
    check::show(1e309 == INFINITY, 1e-400 == 0);
}
