"""The environment, read once. A missing name stops the start and says which."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parent
MAIL_FROM = "えんのした <desk@ennoshita.example.jp>"
DEMO_SECRET = "demo-only-never-in-production"  # noqa: S105 - production refuses to start with it


# Who recruits is shown on every posting by law, and without a mail server nobody can confirm an address.
PRODUCTION_NEEDS = ("BASE_URL", "SMTP_URL", "MAIL_FROM", "OPERATOR_NAME", "OPERATOR_ADDRESS", "OPERATOR_CONTACT")


class ConfigError(RuntimeError):
    """The environment cannot start the product; the message names what is missing or wrong."""


@dataclass(frozen=True, slots=True)
class Operator:
    """The agency that runs this installation: the recruiter (募集主体) of every VIA posting."""

    name: str = "縁の下パートナーズ株式会社"
    address: str = "東京都千代田区神田錦町3丁目20番地 錦町トラッドスクエア 8階 801号室"
    contact: str = "desk@ennoshita.example.jp"


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of one process; tests pass another instance instead of switching a flag."""

    database_url: str
    secret_key: str
    password_salt: str
    totp_secret: str
    base_url: str = "http://127.0.0.1:8000"
    demo: bool = False
    instance: Path = ROOT / "instance"
    files_url: str = ""  # empty: a folder of the instance; else what fsspec takes (s3://…)
    queue_url: str = ""  # empty: beside the database; postgresql://… for PostgresHuey
    limiter_url: str = "memory://"
    rate_limits: bool = True
    secure_cookies: bool = True
    trusted_proxies: int = 0
    smtp_url: str = ""  # empty: mail is captured and read at the demo mailbox
    mail_from: str = MAIL_FROM
    stripe_key: str = ""  # empty: clients pay by bank transfer to the operator's own account only
    stripe_webhook_secrets: tuple[str, ...] = ()  # two while one is being replaced by the other
    stripe_api_base: str = ""  # empty: where the library asks by itself
    stripe_timeout: float = 20.0  # seconds for an answer of Stripe's
    argon2_rounds: int = 3
    ranking_workers: int = 1  # processes that rank at night
    dask_scheduler: str = ""  # tcp://host:port of a Dask cluster that ranks at night; it sees the instance's folder
    log_json: bool = True
    operator: Operator = field(default_factory=Operator)

    @classmethod
    def from_environ(cls) -> Self:
        """Read the process environment; raise ConfigError where it cannot serve."""
        env = os.environ
        demo = env.get("ENNOSHITA_DEMO", "") == "1"
        instance = Path(env.get("ENNOSHITA_INSTANCE", str(ROOT / "instance")))
        shipped = Operator()
        config = cls(
            database_url=env.get("DATABASE_URL") or (f"sqlite:///{instance / 'ennoshita.db'}" if demo else ""),
            secret_key=_secret("SECRET_KEY", demo=demo),
            password_salt=_secret("PASSWORD_SALT", demo=demo),
            totp_secret=_secret("TOTP_SECRET", demo=demo),
            base_url=env.get("BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
            demo=demo,
            instance=instance,
            files_url=env.get("FILES_URL", ""),
            queue_url=env.get("QUEUE_URL", ""),
            limiter_url=env.get("LIMITER_URL", "memory://"),
            secure_cookies=not demo,
            trusted_proxies=_number("TRUSTED_PROXIES", 0),
            rate_limits=not (demo and env.get("RATE_LIMITS") == "0"),  # benches ask faster than people
            smtp_url=env.get("SMTP_URL", ""),
            mail_from=env.get("MAIL_FROM", MAIL_FROM),
            stripe_key=env.get("STRIPE_SECRET_KEY", ""),
            stripe_webhook_secrets=tuple(_listed(env.get("STRIPE_WEBHOOK_SECRETS", ""))),
            stripe_api_base=env.get("STRIPE_API_BASE", "").rstrip("/"),
            ranking_workers=_number("RANKING_WORKERS", 1),
            dask_scheduler=_cluster(env.get("DASK_SCHEDULER", "")),
            log_json=not demo,
            operator=Operator(
                name=env.get("OPERATOR_NAME", shipped.name),
                address=env.get("OPERATOR_ADDRESS", shipped.address),
                contact=env.get("OPERATOR_CONTACT", shipped.contact),
            ),
        )
        missing = [name for name in PRODUCTION_NEEDS if not demo and not env.get(name)]
        if missing:
            raise ConfigError(f"not set: {', '.join(missing)}")
        if not config.database_url:
            raise ConfigError("DATABASE_URL is not set")
        if bool(config.stripe_key) != bool(config.stripe_webhook_secrets):
            raise ConfigError("STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRETS are set together, or neither")
        if not demo and not (config.stripe_api_base or "https://").startswith("https://"):
            raise ConfigError("STRIPE_API_BASE: cards are not sent over anything but https")
        return config


def _listed(text: str) -> list[str]:
    return [each for each in (part.strip() for part in text.split(",")) if each]


def _number(name: str, least: int) -> int:
    """Return a whole number of at least `least`, which is also what stands where none is set."""
    value = os.environ.get(name) or str(least)
    if not (value.isascii() and value.isdigit() and int(value) >= least):
        raise ConfigError(f"{name} is a whole number from {least}")
    return int(value)


def _cluster(address: str) -> str:
    """Return the address of a Dask scheduler, whose form is looked at now and not first at night."""
    if address and not re.fullmatch(r"([a-z]+://)?[^\s/]+:\d+/?", address):
        raise ConfigError("DASK_SCHEDULER is an address like tcp://scheduler:8786")
    return address


def _secret(name: str, *, demo: bool) -> str:
    value = os.environ.get(name, "")
    if demo:
        return value or DEMO_SECRET
    if not value:
        raise ConfigError(f"{name} is not set (ENNOSHITA_DEMO=1 starts a demo without secrets)")
    if value == DEMO_SECRET or len(value) < 32:  # noqa: PLR2004 - 128 bits and more, in any spelling
        raise ConfigError(f"{name} is a demo or a short secret; give at least 32 random characters")
    return value
