"""Mending: a cleric mends one wounded hero at a time, until he is well or out of reach."""

from glotta import component, entity


def find_patient(place, reach):
    """The nearest wounded hero; None if there is none within reach."""
    wounded = entity.find_by_tag("wounded")
    nearest, least = None, reach
    for hero, there in zip(wounded, component.get_positions(wounded)):
        distance = (there - place).length()
        if distance <= least:
            nearest, least = hero, distance
    return nearest


def update(cleric, dt):
    if cleric.has("Fallen"):
        return
    me, place = cleric.handle("Mender"), cleric.get_position()
    patient = me.patient
    # Who was one is well again, or far away, or was an image and is no more.
    if (not (patient.is_valid() and patient.has_tag("wounded"))
            or (patient.get_position() - place).length() > me.reach):
        patient = find_patient(place, me.reach)
        if patient is None:
            return
        me.patient = patient
    health = patient.handle("Health")
    health.now = min(health.now + me.power * dt, health.full)
