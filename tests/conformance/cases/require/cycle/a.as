#include "b"
