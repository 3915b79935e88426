import check

a, b = entity.create(), entity.create()
a.data().bag = {"rope": 1, "list": [1, 2]}
copy = a.data().bag()
copy["rope"] = 100
copy["list"][0] = 100
check.show(a.data().bag())
b.data().bag = a.data().bag
b.data().bag.rope = 5
check.show(a.data().bag.rope, b.data().bag.rope)
# Into itself, too.
a.data().again = a.data()
check.show(a.data()())
