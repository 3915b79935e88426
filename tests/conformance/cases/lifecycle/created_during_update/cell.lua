function on_start(e)
    print("cell " .. e:data().generation .. " starts in frame " .. engine.frame())
end

function update(e)
    local generation = e:data().generation
    if generation < 3 and not e:data().divided then
        e:data().divided = true
        local child = entity.create()
        child:data().generation = generation + 1
        child:attach("cell.lua")
    end
end
