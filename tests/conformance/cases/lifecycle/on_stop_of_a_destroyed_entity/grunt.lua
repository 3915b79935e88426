function on_stop(e)
    print("grunt stops, valid: " .. tostring(e:is_valid()))
end
