-- How cases print, so that one expected output serves every language: each has a file `check` that offers the same.

local check = {}

local function number(value)
    if math.type(value) == "integer" then
        return string.format("%d", value)
    elseif value ~= value then
        return "nan"
    elseif value == math.huge then
        return "inf"
    elseif value == -math.huge then
        return "-inf"
    end
    local text = string.format("%.9g", value)
    return text:find("[.e]") and text or text .. ".0"
end

-- A value as text: nothing, true, 1, 1.0, "text", [1, 2], {a = 1}, Vec3(1, 2, 3).
function check.text(value)
    local kind = type(value)
    if value == nil then
        return "nothing"
    elseif kind == "number" then
        return number(value)
    elseif kind == "string" then
        return '"' .. value:gsub("[%c\"\\]", function(c) return string.format("\\x%02x", c:byte()) end) .. '"'
    elseif kind == "function" then
        return "function"
    elseif kind == "table" then
        if next(value) == nil then
            return "empty"
        end
        local parts = {}
        if value[1] ~= nil then
            for i, item in ipairs(value) do
                parts[i] = check.text(item)
            end
            return "[" .. table.concat(parts, ", ") .. "]"
        end
        for name, item in pairs(value) do
            parts[#parts + 1] = tostring(name) .. " = " .. check.text(item)
        end
        table.sort(parts)
        return "{" .. table.concat(parts, ", ") .. "}"
    end
    return tostring(value)
end

-- Prints values as text, separated by commas; `nothing` for the result of a function that has none.
function check.show(...)
    local parts = {}
    for i = 1, select("#", ...) do
        parts[i] = check.text((select(i, ...)))
    end
    print(#parts > 0 and table.concat(parts, ", ") or "nothing")
end

-- Calls a function that should fail, and prints the error as `kind: message`.
function check.fails(f, ...)
    local ok, err = pcall(f, ...)
    if ok then
        print("no error")
    elseif type(err) == "string" then
        print("an error of the language's own: " .. err)
    else
        print(err.kind .. ": " .. err.message)
    end
end

-- Calls a function that should fail, and prints the kind of the error only: for messages that each language words
-- in its own way, or that are not worth pinning down.
function check.fails_somehow(f, ...)
    local ok, err = pcall(f, ...)
    if ok then
        print("no error")
    else
        -- An error that Lua itself raised is a string.
        print(type(err) == "string" and "runtime" or err.kind)
    end
end

-- An entity that is gone.
function check.dead()
    local e = entity.create()
    entity.destroy(e)
    return e
end

return check
