#include "no.such.module"
