"""The product's own settings with the bare views of the floor added to its routes."""

from lixiang.config.settings import *  # noqa: F403 - the whole of the product's settings, unchanged

ROOT_URLCONF = "bench.floor"
