"""Lontar: the system with which an Indonesian city or regency fights poverty."""

__version__ = "0.1.0"
