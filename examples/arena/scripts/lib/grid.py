"""A uniform grid: finds what is near a place without looking at everything."""

import math


class Grid:
    """Points in cells, known by their places in the caller's own list.

    Each cell holds a chain: `_first[cell]` is its newest point and `_following[point]` the one put in before that. Two
    lists of numbers and little garbage: clearing and filling it every frame is the cheap part of a frame.
    """

    def __init__(self, reach, side):
        """A grid over the square from -reach to reach in x and z, in cells of that side.

        Points beyond its edge are kept in the cells at the edge, so that none is lost.
        """
        self._reach = reach
        self._side = side
        self._across = math.floor(2 * reach / side) + 1
        self._first = {}
        self._following = []
        self.xs = []
        self.zs = []

    def _line(self, coordinate):
        """The column or row of a coordinate, counted from 0."""
        line = math.floor((coordinate + self._reach) / self._side)
        return min(max(line, 0), self._across - 1)

    def fill(self, positions):
        """Takes all positions of a list, replacing what was in the grid."""
        self.xs = [position.x for position in positions]
        self.zs = [position.z for position in positions]
        self._first = first = {}
        self._following = following = []
        for point, (x, z) in enumerate(zip(self.xs, self.zs)):
            cell = self._line(z) * self._across + self._line(x)
            following.append(first.get(cell))
            first[cell] = point

    def near(self, x, z, radius):
        """Each point within `radius` of (x, z), as (point, squared distance).

        They come row by row, in each cell from the newest to the oldest: always in the same order.
        """
        first, following, xs, zs = self._first, self._following, self.xs, self.zs
        limit = radius * radius
        left, right = self._line(x - radius), self._line(x + radius)
        for row in range(self._line(z - radius), self._line(z + radius) + 1):
            for cell in range(row * self._across + left, row * self._across + right + 1):
                point = first.get(cell)
                while point is not None:
                    dx, dz = xs[point] - x, zs[point] - z
                    squared = dx * dx + dz * dz
                    if squared <= limit:
                        yield point, squared
                    point = following[point]

    def nearest(self, x, z, radius, accept):
        """The nearest point within `radius` of (x, z) that `accept` agrees to, and its distance; (None, inf) if none.

        Of points equally far, the one with the smallest number.
        """
        best, best_squared = None, math.inf
        for point, squared in self.near(x, z, radius):
            closer = squared < best_squared or (squared == best_squared and point < best)
            if closer and accept(point):
                best, best_squared = point, squared
        return best, math.sqrt(best_squared)
