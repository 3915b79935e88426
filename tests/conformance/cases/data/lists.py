# Places count from 0, as in Python's own lists, and from the end if they are negative. A place that is not there is an
# error when it is read, too: the IndexError that ends a loop.
import operator

import check

e = entity.create()
data = e.data()
data.path = [10, 20, 30]
check.show(len(data.path), data.path[0], data.path[2], data.path[-1])
data.path[1] = 25
data.path[3] = 40
data.path.append(50)
check.show(data.path(), len(data.path))
del data.path[4], data.path[3]
check.show(data.path())
check.fails_somehow(operator.setitem, data.path, 8, 1)
check.fails_somehow(operator.setitem, data.path, -4, 1)
check.fails_somehow(operator.setitem, data.path, -2**63, 1)
check.fails_somehow(operator.setitem, data.path, 2**63 - 1, 1)
check.fails_somehow(operator.setitem, data, 0, 1)
check.fails(setattr, data.path, "x", 1)
check.fails_somehow(lambda: data.path[3])
check.fails_somehow(lambda: data.path[2**64])
data.grid = [[1, 2], [3, 4]]
data.grid[1][0] = 30
check.show(data.grid())
