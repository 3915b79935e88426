#include "syntax"
