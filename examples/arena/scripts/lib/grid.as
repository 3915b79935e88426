// A uniform grid: finds what is near a place without looking at everything.

// A point in a grid. Points are made once and used again, so that filling a grid leaves no garbage.
final class Point {
    int number;         // its place in the list that the grid was filled from
    double x;
    double z;
    double radius;      // of what stands there, for those who care
    double squared;     // squared distance to the place that was searched last, if it was found there
    Point@ next;        // what was found after it
    Point@ earlier;     // what was put into the same cell before it

    Point(int number) {
        this.number = number;
    }
}

// Says whether the point of that number is wanted.
funcdef bool Accept(int number);

final class Grid {
    // The points, by their numbers. There may be more of them than the grid was filled with.
    array<Point@> points;

    private double reach;
    private double side;
    private int across;
    // The point in each cell that was put there last; the others hang on it.
    private array<Point@> newest;

    // A grid over the square from -reach to reach in x and z, in cells of that side. Points beyond its edge are kept in
    // the cells at the edge, so that none is lost.
    Grid(double reach, double side) {
        this.reach = reach;
        this.side = side;
        across = int(2 * reach / side) + 1;
    }

    // The column or row of a coordinate, counted from 0.
    private int line(double coordinate) const {
        // Cut off instead of rounded down: the difference is below 0, which is beyond the edge.
        int line = int((coordinate + reach) / side);
        return line < 0 ? 0 : line >= across ? across - 1 : line;
    }

    // Takes all positions of a list, replacing what was in the grid.
    void fill(const array<Vec3>@ positions) {
        newest.resize(0);
        newest.resize(across * across);
        while (points.length() < positions.length()) {
            points.insertLast(Point(points.length()));
        }
        for (uint i = 0; i < positions.length(); i++) {
            Point@ point = points[i];
            Vec3 position = positions[i];
            point.x = position.x;
            point.z = position.z;
            int cell = line(point.z) * across + line(point.x);
            @point.earlier = newest[cell];
            @newest[cell] = point;
        }
    }

    // Finds each point within `radius` of (x, z), row by row, in each cell from the newest to the oldest: always in the
    // same order. Returns the first, or null; `next` leads from it to the others, until the next search.
    Point@ near(double x, double z, double radius) {
        Point@ first = null, last = null;
        double limit = radius * radius;
        int left = line(x - radius), right = line(x + radius), bottom = line(z + radius);
        for (int row = line(z - radius); row <= bottom; row++) {
            int end = row * across + right;
            for (int cell = row * across + left; cell <= end; cell++) {
                for (Point@ point = newest[cell]; point !is null; @point = point.earlier) {
                    double dx = point.x - x, dz = point.z - z;
                    double squared = dx * dx + dz * dz;
                    if (squared <= limit) {
                        point.squared = squared;
                        if (last is null) {
                            @first = point;
                        } else {
                            @last.next = point;
                        }
                        @last = point;
                    }
                }
            }
        }
        if (last !is null) {
            @last.next = null;
        }
        return first;
    }

    // The nearest point within `radius` of (x, z) that `accept` agrees to; null if there is none. Of points equally
    // far, the one with the smallest number.
    Point@ nearest(double x, double z, double radius, Accept@ accept) {
        Point@ best = null;
        for (Point@ point = near(x, z, radius); point !is null; @point = point.next) {
            bool closer = best is null || point.squared < best.squared
                || (point.squared == best.squared && point.number < best.number);
            if (closer && accept(point.number)) {
                @best = point;
            }
        }
        return best;
    }
}
