-- frames: 3
local check = require "check"

local function look()
    local made = entity.create_from_template("grunt")
    local e = made[1]
    check.show(#made, e:name(), e:tags(), e:get_position(), e:get("Health"))
    check.show(e:data().gold, e:data().bag.keys[2])
    local club = e:children()[1]
    check.show(#e:children(), club:name(), club:get("Speed"), club:parent() == e)
    -- Each has its own.
    local more = entity.create_from_template("grunt", 3)
    more[1]:data().gold = 0
    check.show(#more, more[2]:data().gold, #entity.find_by_tag("enemy"))
    check.show(entity.create_from_template("grunt", 0))
    -- What extends another adds to it.
    local boss = entity.create_from_template("enemies/boss")[1]
    check.show(boss:name(), boss:tags(), boss:get("Health"), boss:get("Brain").mode)
    check.show(boss:data().gold, boss:data().bag.crown, #boss:data().bag.keys)
    local guard = boss:children()[2]
    check.show(#boss:children(), boss:children()[1]:name(), guard:name(), guard:children()[1]:name())
end

local function refuse()
    local before = #entity.find_with_component("Health")
    check.fails(entity.create_from_template, "grnut")
    check.fails(entity.create_from_template, "")
    check.fails(entity.create_from_template, "../grunt")
    for _, name in ipairs { "key", "field", "component", "value", "lost", "ring" } do
        check.fails(entity.create_from_template, name, 2)
    end
    check.fails_somehow(entity.create_from_template, "toml")
    check.fails(entity.create_from_template, "grunt", -1)
    check.fails(entity.create_from_template, "grunt", 1000001)
    check.fails(entity.create_from_template, nil)
    check.fails(entity.create_from_template, 5)
    check.fails(entity.create_from_template, "grunt", "many")
    check.fails(entity.create_from_template, "grunt", 1.5)
    check.fails(entity.create_from_template)
    check.fails(entity.create_from_template, "grunt", 1, 1)
    check.show(#entity.find_with_component("Health") == before)
end

function on_start()
    look()
    refuse()
    -- Scripts begin in the next frame.
    entity.create_from_template("scripted", 2)
    print("made")
end
