#include 5
