"""The shepherd: walks along his flock, and his dog drives off the wolf."""

from glotta import entity

SPEED = 2.5  # metres a second
END = 18.0  # metres; there he stops
SCENT = 6.0  # metres around him


def update(shepherd, dt):
    transform = shepherd.handle("Transform")
    # One number of a vector can be written by itself. The dog comes along: it is his child.
    transform.translation.x = min(transform.translation.x + SPEED * dt, END)
    for found in entity.find_in_radius(transform.translation, SCENT):
        if found.has_tag("wolf"):
            # The meadow will notice.
            found.set("Animal", {"health": 0})
