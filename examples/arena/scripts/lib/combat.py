"""Hurting, for all who hurt. What has no health left ends in scripts/health."""

from glotta import entity


def hurt(victim, damage):
    """Takes hit points from a hero or an enemy."""
    victim.handle("Health").now -= damage


def hurt_around(place, radius, damage):
    """Takes hit points from all enemies within `radius` metres of a place."""
    for found in entity.find_in_radius(place, radius):
        if found.has("Enemy"):
            hurt(found, damage)
