#include ".."
