-- A system belongs to the script, not to the entity: it goes on when that is gone.
function on_start(me)
    system.register("mayfly", function()
        print("alive", me:is_valid())
        if me:is_valid() then
            me:destroy()
        else
            system.unregister("mayfly")
        end
    end)
end

function on_stop()
    print("stop")
end
