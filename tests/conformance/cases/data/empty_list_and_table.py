import check

e = entity.create()
data = e.data()
data.things = []
check.show(data.things())
data.things.append("first")
check.show(data.things(), len(data.things))
data.names = {}
data.names.first = 1
check.show(data.names())
