print("never printed")
local x = = 5
