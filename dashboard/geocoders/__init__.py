"""Geocoders with geopy's contract: ``geocode(query)`` gives a Location or None; a broken service raises."""

from dashboard.geocoders.offline import OfflineGeocoder
from dashboard.geocoders.online import OnlineGeocoder

__all__ = ["OfflineGeocoder", "OnlineGeocoder"]
