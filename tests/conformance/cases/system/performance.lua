-- frames: 4
local check = require "check"

function on_start()
    system.register("half", function() end, "update", 0, 30)
    check.show(system.performance("half"))
    system.register("bad", function() entity.find_in_radius(Vec3(0, 0, 0), -1) end, "update", 1)
    system.register("last", function()
        local half, bad = system.performance("half"), system.performance("bad")
        check.show(half.runs, half.errors, bad.runs, bad.errors)
        if half.runs > 0 then
            check.show(half.total_ms >= half.max_ms, half.max_ms >= half.mean_ms, half.max_ms >= half.last_ms)
            check.show(half.mean_ms > 0, half.total_ms < 4000)
        end
        local all = system.all_performance()
        check.show(#all, all[1].name, all[2].name, all[3].name, all[4].name)
        check.show(all[1].runs, engine.performance().systems)
    end, "post_update")
    check.fails(system.performance, "halves")
    check.fails(system.performance, "")
end

function update()
end
