-- A uniform grid: finds what is near a place without looking at everything.
--
-- Points are known by the numbers they were put in with (1, 2, 3 …, the places in the caller's own list). Each cell
-- holds a chain: `first[cell]` is its newest point and `following[point]` the one put in before that. Two arrays of
-- numbers and no garbage: clearing and filling it every frame is the cheap part of a frame.

local floor = math.floor

local Grid = {}
Grid.__index = Grid

-- A grid over the square from -reach to reach in x and z, in cells of that side. Points beyond its edge are kept in
-- the cells at the edge, so that none is lost.
function Grid.new(reach, side)
    local across = floor(2 * reach / side) + 1
    return setmetatable({
        reach = reach, side = side, across = across, first = {}, following = {}, xs = {}, zs = {},
    }, Grid)
end

function Grid:clear()
    self.first = {}
end

-- The column or row of a coordinate, counted from 0.
function Grid:line(coordinate)
    local line = floor((coordinate + self.reach) / self.side)
    if line < 0 then
        return 0
    elseif line >= self.across then
        return self.across - 1
    end
    return line
end

-- Puts point number `point` at (x, z). A point is put in once between two calls of clear.
function Grid:put(point, x, z)
    local cell = self:line(z) * self.across + self:line(x)
    self.following[point] = self.first[cell]
    self.first[cell] = point
    self.xs[point], self.zs[point] = x, z
end

-- Takes all positions of a list, replacing what was in the grid.
function Grid:fill(positions)
    self:clear()
    for point, position in ipairs(positions) do
        self:put(point, position.x, position.z)
    end
end

-- Calls visit(point, x, z, squared distance) for each point within `radius` of (x, z), row by row, in each cell from
-- the newest to the oldest: always in the same order. If visit returns true, the search ends.
function Grid:each_near(x, z, radius, visit)
    local first, following, xs, zs = self.first, self.following, self.xs, self.zs
    local limit = radius * radius
    local left, right = self:line(x - radius), self:line(x + radius)
    for row = self:line(z - radius), self:line(z + radius) do
        for cell = row * self.across + left, row * self.across + right do
            local point = first[cell]
            while point do
                local dx, dz = xs[point] - x, zs[point] - z
                local squared = dx * dx + dz * dz
                if squared <= limit and visit(point, xs[point], zs[point], squared) then
                    return
                end
                point = following[point]
            end
        end
    end
end

-- The nearest point within `radius` of (x, z) that `accept` agrees to, and its distance; nil if there is none. Of
-- points equally far, the one with the smallest number.
function Grid:nearest(x, z, radius, accept)
    local best, best_squared = nil, math.huge
    self:each_near(x, z, radius, function(point, _, _, squared)
        local closer = squared < best_squared or (squared == best_squared and point < best)
        if closer and accept(point) then
            best, best_squared = point, squared
        end
    end)
    if best then
        return best, math.sqrt(best_squared)
    end
end

return Grid
