"""The WSGI entry point: one line, so that every server and command starts the same application."""

from config import Config
from marketplace.app import create_app

app = create_app(Config.from_environ())
