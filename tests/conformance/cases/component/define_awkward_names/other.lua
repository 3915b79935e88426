function good(e) return e:get("Value").x + e:handle("Query").x end
