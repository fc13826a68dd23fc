"""The WSGI entry point: so little that every server and command starts the same application."""

from config import Config, ConfigError
from marketplace.app import create_app

try:
    app = create_app(Config.from_environ())
except ConfigError as error:
    raise SystemExit(f"ennoshita does not start: {error}") from None
