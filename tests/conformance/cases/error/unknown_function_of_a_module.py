import check

check.fails(lambda: entity.destory())
check.fails(lambda: entity.zebra())
check.fails(lambda: component.set_postion)
check.fails(lambda: engine.frametime)
check.show(entity.create().is_valid())
