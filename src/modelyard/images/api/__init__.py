"""Routes of images."""

from fastapi import APIRouter

from modelyard.images.api import images

ROUTERS: list[APIRouter] = [images.router]
