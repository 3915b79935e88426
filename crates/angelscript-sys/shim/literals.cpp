#include "internal.h"

#include <cstddef>

// What the library reads the numbers of scripts with, in place of its own function: see build/literals.rs. Some builds
// have it in a namespace. The second parameter takes how much was read of the token, which the library has found
// already: digits, a dot, an exponent, and an `f` that does not count.

static double scan(const char *text, size_t *taken) {
    const auto digits = [text](size_t at) {
        while (text[at] >= '0' && text[at] <= '9')
            at++;
        return at;
    };
    size_t end = digits(0);
    if (text[end] == '.')
        end = digits(end + 1);
    // An `e` without a number after it counts as read, but means nothing.
    size_t number = end;
    if (text[end] == 'e' || text[end] == 'E') {
        end++;
        if (text[end] == '+' || text[end] == '-')
            end++;
        const size_t first = end;
        end = digits(first);
        if (end > first)
            number = end;
    }
    if (taken != nullptr)
        *taken = end;
    const bool is_float = text[end] == 'f' || text[end] == 'F';
    return glas_parse_number(text, number, is_float);
}

double asStringScanNumber(const char *text, size_t *taken) {
    return scan(text, taken);
}

namespace AngelScript {

double asStringScanNumber(const char *text, size_t *taken) {
    return scan(text, taken);
}

} // namespace AngelScript

namespace glas {

void link_literals() {}

} // namespace glas
