#include "a"
