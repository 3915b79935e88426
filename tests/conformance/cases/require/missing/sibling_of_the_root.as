#include "../check"
