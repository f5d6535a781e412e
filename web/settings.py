"""The one settings file: each value from the environment, each with a sentence of help.

The sentences make the page `docs/reference/settings.md`. Only `apps.py` and this package read Django's
settings; adapters of the rooms get frozen configuration objects.
"""

import contextlib
import os
import secrets
from pathlib import Path
from typing import Any

from web import connections

ROOT = Path(__file__).resolve().parent.parent
HELP: dict[str, tuple[str, str]] = {}


def env(name: str, default: str, sentence: str) -> str:
    """Read one setting from the environment.

    Args:
        name: environment variable.
        default: value when the variable is not set.
        sentence: help for the page of settings.
    """
    HELP[name] = (default, sentence)
    return os.environ.get(name, default)


def kept_secret(file: Path) -> str:
    """A random secret of this installation, made once and readable by its owner only."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        made = file.with_name(f"{file.name}.{os.getpid()}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(64))
        # A link fails if another process was quicker, and then that secret is the one.
        with contextlib.suppress(FileExistsError):
            os.link(made, file)
        made.unlink()
    return file.read_text()


VAR_DIR = Path(env("VAR_DIR", "var", "Folder where the embedded parts keep their data."))
VAR_DIR = VAR_DIR if VAR_DIR.is_absolute() else ROOT / VAR_DIR
DEBUG = env("DEBUG", "0", "1 shows details of errors to the browser; never in production.") == "1"
SECRET_KEY = env(
    "SECRET_KEY",
    "",
    "Key that signs sessions and codes, at least 50 random characters; empty: one made in VAR_DIR.",
) or kept_secret(VAR_DIR / "secret-key")
ALLOWED_HOSTS = env(
    "ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]", "Host names of the window, separated by commas."
).split(",")
CSRF_TRUSTED_ORIGINS = [
    origin
    for origin in env(
        "CSRF_TRUSTED_ORIGINS", "", "Origins, with scheme, that may post forms; by commas."
    ).split(",")
    if origin
]
PORT = int(env("PORT", "8000", "Port on loopback where `manage.py demo` serves the window."))
PUBLIC_URL = env(
    "PUBLIC_URL",
    f"http://127.0.0.1:{PORT}",
    "Address of the window as people see it: printed in QR codes and mails.",
).rstrip("/")
ENTITY = env("ENTITY", "52001", "DIVIPOLA code of the entity; its data is bpmn/entities/CODE.")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_vite",
    # Ours stand before allauth so that our pages of sign-in win over its own.
    "web.shell",
    "web.accounts",
    "web.citizens",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "engine",
    "bpmn",
    "forms",
    "signatures",
    "archive",
    "web.officials",
    "web.verify",
    "web.notices",
    "web.letters",
    "web.actions",
    "web.parameters",
    "web.inventory",
    "web.figures",
    "web.auditors",
    "web.readings",
    "web.archivists",
    "web.analysts",
    "web.keys",
    "web.trust",
    "web.exchange",
    "web.payments",
    "web.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "web.shell.middleware.ContentPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "web.shell.middleware.WholePagesGzipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "web.shell.middleware.ChosenLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "web.shell.sessions.KeptFormMiddleware",
    "web.accounts.second_factor.SecondFactorMiddleware",
    "web.readings.middleware.ReadingLogMiddleware",
    "web.shell.middleware.NamedErrorMiddleware",
    "web.shell.middleware.AddressMiddleware",
]

ROOT_URLCONF = "web.urls"
WSGI_APPLICATION = "web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "web.shell.context.shell",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASE_URL = env(
    "DATABASE_URL",
    f"sqlite:///{VAR_DIR / 'ventanilla.sqlite3'}",
    "Database: sqlite:///FILE, or postgresql://USER:PASSWORD@HOST/NAME with `?sslmode=verify-full` and alike.",
)
DATABASE_CONNECTION_SECONDS = int(
    env(
        "DATABASE_CONNECTION_SECONDS",
        "60",
        "PostgreSQL: how long a process keeps its connection; it is tried before it is used again.",
    )
)
DATABASE_STATEMENT_SECONDS = float(
    env(
        "DATABASE_STATEMENT_SECONDS",
        "30",
        "PostgreSQL: after how long a statement is broken off; 0: never, for long migrations.",
    )
)
DATABASE_LOCK_SECONDS = float(
    env(
        "DATABASE_LOCK_SECONDS",
        "10",
        "PostgreSQL: how long a command waits for another one on the same case; 0: without end.",
    )
)
DATABASE_PREPARE_AFTER = env(
    "DATABASE_PREPARE_AFTER",
    "3",
    "PostgreSQL: after how many uses a command's read is prepared; empty behind a pooler that shares connections.",
)
DATABASES = {
    "default": connections.database(
        DATABASE_URL,
        connection_seconds=DATABASE_CONNECTION_SECONDS,
        statement_seconds=DATABASE_STATEMENT_SECONDS,
        lock_seconds=DATABASE_LOCK_SECONDS,
        prepare_after=int(DATABASE_PREPARE_AFTER) if DATABASE_PREPARE_AFTER else None,
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "ventanilla_accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "es-co"
# Who wants another language chooses it on a page; what a browser asks for does not count, since procedures
# themselves are written in Spanish. `manage.py messages` keeps the catalogues.
LANGUAGES = [("es-co", "Español"), ("en", "English")]
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
TIME_ZONE = "America/Bogota"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STUDIO_BUILD = ROOT / "web" / "static_built"
STATICFILES_DIRS = [STUDIO_BUILD] if STUDIO_BUILD.exists() else []
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": STUDIO_BUILD / ".vite" / "manifest.json",
    }
}
WHITENOISE_USE_FINDERS = True

UPLOAD_DIR = VAR_DIR / "uploads"
UPLOAD_MAX_BYTES = int(
    env("UPLOAD_MAX_BYTES", str(10 * 1024 * 1024), "Largest attachment accepted, in bytes.")
)
UPLOADS_WITHOUT_ACCOUNT_MAX_BYTES = 100 * UPLOAD_MAX_BYTES  # of everybody together, until filed
DRAFT_DAYS = int(
    env("DRAFT_DAYS", "30", "For how many days a draft is kept after its last change.")
)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A bulk action has up to 500 marked items, each a field, beside the fields of their form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
# Counted by our own handler, since one page takes a thousand (web/shell/uploads.py).
DATA_UPLOAD_MAX_NUMBER_FILES = None
UPLOAD_MAX_FILES = 100
FILE_UPLOAD_HANDLERS = [
    "web.shell.uploads.FewFilesHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
ARCHIVE_URL = env(
    "ARCHIVE_URL",
    f"file://{VAR_DIR / 'archive'}",
    "Object store of the record: file:///FOLDER, or s3://BUCKET?endpoint=https://HOST&mode=COMPLIANCE&region=…&sse=s3.",
)
ARCHIVE_ACCESS_KEY = env(
    "ARCHIVE_ACCESS_KEY", "", "S3: name of the window's credentials on the object store."
)
ARCHIVE_SECRET_KEY = env("ARCHIVE_SECRET_KEY", "", "S3: their secret.")
ARCHIVE_REPLICA_URL = env(
    "ARCHIVE_REPLICA_URL",
    "",
    "A second object store that the integrity sweep completes and repairs come from; empty: none.",
)
ARCHIVE_SWEEP_DAYS = float(
    env("ARCHIVE_SWEEP_DAYS", "30", "Within how many days everything in the archive is read again.")
)
ARCHIVE_SWEEP_SECONDS = float(
    env("ARCHIVE_SWEEP_SECONDS", "300", "How often the integrity sweep makes a step.")
)
PDFA_VALIDATOR = env(
    "PDFA_VALIDATOR",
    "",
    "Command that validates a PDF/A file and prints veraPDF's report; empty: the structural check stands.",
)

EXCHANGE_URL = env(
    "EXCHANGE_URL",
    "",
    "Where the services of other entities answer, each at its name below it; empty: simulated in the workers.",
)
EXCHANGE_SERVICES = dict(
    named.split("=", 1)
    for named in env(
        "EXCHANGE_SERVICES",
        "",
        "Addresses of single services instead of the one below EXCHANGE_URL, as NAME=URL, apart by blanks.",
    ).split()
)
EXCHANGE_SECRET = env(
    "EXCHANGE_SECRET",
    "",
    "Secret that questions to services and their answers are signed with; empty: one made in VAR_DIR.",
) or kept_secret(VAR_DIR / "exchange-secret")
EXCHANGE_TIMEOUT_SECONDS = float(
    env(
        "EXCHANGE_TIMEOUT_SECONDS",
        "30",
        "How long a question to a service of another entity may take, in seconds.",
    )
)

PKI_DIR = VAR_DIR / "pki"
TSA_URL = env(
    "TSA_URL",
    "",
    "RFC 3161 services, apart by blanks, asked in this order; empty: that of the development PKI.",
)
TSA_FILE = env(
    "TSA_FILE",
    "",
    "TOML file with a table [[tsa]] for each RFC 3161 service, instead of the other TSA settings.",
)
TSA_POLICIES = env(
    "TSA_POLICIES", "", "OIDs of the timestamp policies that are accepted, by blanks; empty: any."
)
TSA_ACCURACY_SECONDS = float(
    env(
        "TSA_ACCURACY_SECONDS",
        "0",
        "The worst accuracy that a timestamp may state, in seconds; 0: any, and none stated.",
    )
)
TSA_CLOCK_SECONDS = float(
    env("TSA_CLOCK_SECONDS", "300", "How far a TSA's clock and ours may be apart, in seconds.")
)
TSA_USERNAME = env("TSA_USERNAME", "", "Name for the TSA's HTTP authentication; empty: none.")
TSA_PASSWORD = env("TSA_PASSWORD", "", "Password for the TSA's HTTP authentication; a secret.")
TRUST_ROOTS = env(
    "TRUST_ROOTS", "", "PEM files of trusted roots, by commas; empty: development PKI."
)
SIGNER_PROOF_SECONDS = float(
    env(
        "SIGNER_PROOF_SECONDS",
        "60",
        "For how long a certificate that was found good signs without being asked about again.",
    )
)
PKI_URL = env(
    "PKI_URL", "http://127.0.0.1:8010", "Where the development PKI answers (TSA, OCSP, CRL)."
)
KEY_ENCRYPTION = env(
    "KEY_ENCRYPTION",
    "",
    "Secrets that key files are encrypted with at rest, apart by blanks; the first encrypts, all decrypt; empty: one made in VAR_DIR.",
).split() or [kept_secret(VAR_DIR / "key-encryption")]
PKCS11_MODULES = dict(
    named.split("=", 1)
    for named in env(
        "PKCS11_MODULES",
        "",
        "Libraries of signing tokens and HSMs, as NAME=FILE, apart by blanks; only these are loaded.",
    ).split()
)
CSC_TIMEOUT_SECONDS = float(
    env(
        "CSC_TIMEOUT_SECONDS",
        "6",
        "How long all requests of one remote signature may take, in seconds.",
    )
)
CSC_SERVICES: dict[str, dict[str, Any]] = {
    name: {
        "base": base,
        "version": int(os.environ.get(f"CSC_{name.upper()}_VERSION", "1")),
        "client_id": os.environ.get(f"CSC_{name.upper()}_CLIENT_ID", ""),
        "client_secret": os.environ.get(f"CSC_{name.upper()}_CLIENT_SECRET", ""),
        "token": os.environ.get(f"CSC_{name.upper()}_TOKEN", ""),
        "timeout_seconds": CSC_TIMEOUT_SECONDS,
    }
    for name, base in (
        named.split("=", 1)
        for named in env(
            "CSC_SERVICES",
            "",
            "Remote signing services (CSC API), as NAME=URL, apart by blanks. Of each: CSC_NAME_VERSION (1 or 2), CSC_NAME_CLIENT_ID and CSC_NAME_CLIENT_SECRET, or CSC_NAME_TOKEN; secrets.",
        ).split()
    )
}
SEAL_PASSWORD = env(
    "SEAL_PASSWORD", "sello-de-desarrollo", "Opens the entity's sealing key; a secret."
)

PAYMENT_GATEWAY = env(
    "PAYMENT_GATEWAY",
    "banco-simulado",
    "Adapter of the payment gateway (engine/payments/gateways.py); its name stands in the address of its notices.",
)
PAYMENT_GATEWAY_URL = env(
    "PAYMENT_GATEWAY_URL", "http://127.0.0.1:8030", "Where the payment gateway answers."
).rstrip("/")
PAYMENT_GATEWAY_SECRET = env(
    "PAYMENT_GATEWAY_SECRET",
    "",
    "Signs notices and requests between the window and the payment gateway; a secret; empty: one made in VAR_DIR, for the simulated bank.",
) or kept_secret(VAR_DIR / "payment-gateway-secret")
PAYMENT_GATEWAY_TIMEOUT_SECONDS = float(
    env(
        "PAYMENT_GATEWAY_TIMEOUT_SECONDS",
        "6",
        "How long one request to the payment gateway may take, in seconds.",
    )
)
PAYMENT_NOTICE_TOLERANCE_SECONDS = float(
    env(
        "PAYMENT_NOTICE_TOLERANCE_SECONDS",
        "300",
        "How far the time of a payment notice and ours may be apart, in seconds; older ones are refused.",
    )
)

BROKER_URL = env(
    "BROKER_URL",
    "filesystem://",
    "Queue of the workers: filesystem:// needs no server; redis://HOST/0 or amqp://USER:PASSWORD@HOST//.",
)
BROKER_QUEUE = env(
    "BROKER_QUEUE",
    "ventanilla",
    "Name of the queue; two windows on one broker need two names.",
)
BROKER_TIMEOUT_SECONDS = float(
    env(
        "BROKER_TIMEOUT_SECONDS",
        "3",
        "How long a page waits for a broker that does not answer; the sweep finds the job then.",
    )
)
BROKER_VISIBILITY_SECONDS = int(
    env(
        "BROKER_VISIBILITY_SECONDS",
        "600",
        "Redis: after how long a message that no worker acknowledged is given to another one.",
    )
)

CACHE_URL = env(
    "CACHE_URL",
    "",
    "Where all processes count tries to sign in: redis://HOST/1, database, or memory (one process only); empty: the broker if that is Redis, else the database.",
)
CACHES = connections.caches(
    CACHE_URL,
    broker_url=BROKER_URL,
    name=BROKER_QUEUE,
    timeout=BROKER_TIMEOUT_SECONDS,
    folder=VAR_DIR / "previews",
)

JOB_LOCK_SECONDS = int(
    env("JOB_LOCK_SECONDS", "120", "After how long a dead worker's job is taken over, in seconds.")
)
JOB_DEADLINE_SECONDS = int(
    env(
        "JOB_DEADLINE_SECONDS",
        "900",
        "How long one try of a job may take, in seconds, unless its header `deadline` says otherwise.",
    )
)
MESSAGE_GRACE_SECONDS = float(
    env(
        "MESSAGE_GRACE_SECONDS",
        "60",
        "How long a message without a time to live is kept for who began to wait at the same moment.",
    )
)
SLOW_SWEEP_SECONDS = float(
    env(
        "SLOW_SWEEP_SECONDS",
        "60",
        "How often conditions look at the time, and timer start events at what is published.",
    )
)
RENEWAL_DAYS = int(
    env(
        "RENEWAL_DAYS",
        "120",
        "How many days before the evidence of a document ends its archive timestamp is renewed.",
    )
)
RENEWAL_SECONDS = float(
    env(
        "RENEWAL_SECONDS", "3600", "How often archive timestamps that are about to end are renewed."
    )
)
LOG_SECONDS = float(
    env(
        "LOG_SECONDS", "300", "How often the log of all events gets a timestamped head, in seconds."
    )
)
LOG_WITNESS_DIR = Path(
    env(
        "LOG_WITNESS_DIR",
        "",
        "Folder outside the database where each stamped head of the log is kept with the hashes of its "
        "entries, best on another machine; empty: VAR_DIR/log-witness.",
    )
    or VAR_DIR / "log-witness"
)
SWEEP_SECONDS = float(
    env("SWEEP_SECONDS", "5", "How often a worker looks for jobs that no message announced.")
)

DEMO_PROCEDURE = env("DEMO_PROCEDURE", "", "Slug of the procedure that the demonstration files.")
DEMO_SCENARIO = env("DEMO_SCENARIO", "T02-E2", "Scenario of its folder that is played.")
DEMO_PASSWORD = env("DEMO_PASSWORD", "ventanilla-demo", "Password of the demonstration's people.")
DEMO_PIN = env("DEMO_PIN", "2026-demo", "PIN of the demonstration's signing keys.")

EMAIL_BACKEND = env(
    "EMAIL_BACKEND",
    "django.core.mail.backends.filebased.EmailBackend",
    "How mail leaves: a Django e-mail backend; embedded, mails are files in VAR_DIR/mail.",
)
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST = env("MAIL_HOST", "localhost", "Mail server, for the SMTP backend.")
EMAIL_PORT = int(env("MAIL_PORT", "25", "Its port."))
EMAIL_HOST_USER = env("MAIL_USER", "", "User at the mail server; empty: none.")
EMAIL_HOST_PASSWORD = env("MAIL_PASSWORD", "", "Password at the mail server; a secret.")
EMAIL_USE_TLS = env("MAIL_STARTTLS", "0", "1 encrypts the connection by STARTTLS.") == "1"
EMAIL_TIMEOUT = float(
    env("MAIL_TIMEOUT_SECONDS", "10", "How long a page waits for a mail server that is silent.")
)
SMS_CARRIER = env(
    "SMS_CARRIER",
    "simulator",
    "How text messages leave: simulator (files in VAR_DIR/sms), http (SMS_URL), or empty: not offered.",
)
SMS_URL = env("SMS_URL", "", "Where an operator takes text messages as JSON, by HTTPS.")
SMS_SECRET = env("SMS_SECRET", "", "What the window shows at SMS_URL, as a bearer token; a secret.")
SMS_TIMEOUT_SECONDS = float(
    env("SMS_TIMEOUT_SECONDS", "10", "How long an operator may take to take a text message.")
)
DEFAULT_FROM_EMAIL = env("MAIL_FROM", "ventanilla@pasto.demo.test", "Sender of notices.")

# Bounds of one evaluation of FEEL (engine/feel/limits.py): over one, the author gets an error.
FEEL_LIMITS = {
    "characters": int(env("FEEL_CHARACTERS", "20000", "Longest expression, in characters.")),
    "depth": int(env("FEEL_DEPTH", "60", "Deepest nesting of an expression and of its calls.")),
    "steps": int(env("FEEL_STEPS", "200000", "Steps that one evaluation may take.")),
    "items": int(env("FEEL_ITEMS", "20000", "Longest list that an expression may make.")),
    "text": int(env("FEEL_TEXT", "200000", "Longest text that an expression may make.")),
    "pattern": int(env("FEEL_PATTERN", "1000", "Longest regular expression, in characters.")),
    "pattern_seconds": float(
        env("FEEL_PATTERN_SECONDS", "0.25", "Seconds that one regular expression may take.")
    ),
}

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/entrar/destino/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Computers of libraries and cafés are shared: closing the browser ends the session.
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "signup": "web.accounts.forms.SignupForm",
    "login": "web.accounts.forms.LoginForm",
    "reset_password": "web.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "web.accounts.forms.ResetPasswordKeyForm",
    "change_password": "web.accounts.forms.ChangePasswordForm",
    "reauthenticate": "web.accounts.forms.ReauthenticateForm",
    "add_email": "web.accounts.forms.AddEmailForm",
}
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_ADAPTER = "web.accounts.adapter.AccountAdapter"
REQUIRE_SECOND_FACTOR = (
    env(
        "REQUIRE_SECOND_FACTOR",
        "1",
        "1 lets nobody with a role of the entity work without a second factor; 0 only for demonstrations.",
    )
    == "1"
)
MFA_ADAPTER = "web.accounts.mfa.MFAAdapter"
MFA_FORMS = {
    "activate_totp": "web.accounts.mfa.ActivateForm",
    "authenticate": "web.accounts.mfa.CodeForm",
    "reauthenticate": "web.accounts.mfa.CodeAgainForm",
}
# Officials' accounts are made by an administrator; web.accounts.mfa asks citizens for the proof.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
SECURE_CONTENT_TYPE_NOSNIFF = True
CSRF_FAILURE_VIEW = "web.shell.views.csrf_failure"
X_FRAME_OPTIONS = "SAMEORIGIN"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "WARNING", "Level of the log.")},
    # SpiffWorkflow builds log extras on each state change unless its loggers are quiet.
    "loggers": {"spiff": {"level": "WARNING"}},
}
