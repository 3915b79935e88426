-- The mirror: a mage who is hurt leaves an image in her place. It fights as she does, draws the horde to itself, and
-- vanishes after some seconds.

local images = query.create({ "Image" })

function update(mage, dt)
    -- This is asked in every frame and is false in most: then there is nothing to look at.
    if not mage:changed("Health") then
        return
    end
    local health, mirror = mage:handle("Health"), mage:handle("Mirror")
    local time = engine.total_time()
    if health.now <= 0 or health.now >= health.full or time < mirror.ready then
        return
    end
    mirror.ready = time + mirror.pause

    -- A copy has all that the mage has, her scripts too: without this one, or it would leave images itself.
    local image = mage:clone()
    image:detach("scripts/mirror")
    image:set_name("the image of " .. mage:name())
    image:add("Image", { left = mirror.lasts })
    image:set("Hero", { home = mage:get_position() })
    engine.log(mage:name() .. " leaves an image", "debug")
end

local function fade(dt)
    if images:is_empty() then
        return
    end
    local left = images:column("Image.left")
    left:sub(dt)
    entity.destroy_many(left:entities(left:less_equal(0)))
end

system.register("mirror.fade", fade, { phase = "post_update" })
