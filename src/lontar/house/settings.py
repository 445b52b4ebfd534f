"""Django's settings: the rooms, the walls around them, and nothing that the environment does not say."""

import base64
import os
from datetime import timedelta

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from lontar.house import roles
from lontar.house.environment import ROOT, Environment

environment = Environment.read()
KEYS = environment.keys()

SECRET_KEY = base64.b64encode(KEYS.session).decode()

DEBUG = False
TESTING = environment.testing
ALLOWED_HOSTS = os.environ.get("LONTAR_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [host for host in os.environ.get("LONTAR_ORIGINS", "").split(",") if host]
HTTPS = os.environ.get("LONTAR_HTTPS") == "1"

ROOMS = [
    "lontar.city.privacy",
    "lontar.city.portal",
    "lontar.city.counter",
    "lontar.city.delivery",
    "lontar.city.loans",
    "lontar.city.works",
    "lontar.city.stores",
    "lontar.city.targeting",
    "lontar.city.programmes",
    "lontar.city.community",
    "lontar.city.fieldwork",
    "lontar.city.registry",
    "lontar.city.ledger",
    "lontar.city.access",
    "lontar.city.places",
    "lontar.city.journal",
]
INSTALLED_APPS = [
    "lontar.house",
    *ROOMS,
    "lontar.kit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lontar.house.middleware.language_by_cookie_only",
    "lontar.house.middleware.problems_of_the_api",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lontar.house.middleware.clock_of_the_city",
    "lontar.house.middleware.officer_of_the_request",
    "lontar.house.middleware.own_password_first",
    "lontar.house.middleware.up_from_a_button",
    "lontar.house.middleware.refusals_as_pages",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "lontar.house.urls"
WSGI_APPLICATION = "lontar.house.wsgi.application"

FORM_RENDERER = "lontar.kit.selects.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lontar.house.desk.navigation",
            ],
            "builtins": ["django.templatetags.i18n", "lontar.kit.templatetags.lontar"],
        },
    }
]

DATABASES = {"default": environment.database(roles.APP)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.Officer"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name"]},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "lontar.house.signin.OfficersOnly"
ACCOUNT_FORMS = {"change_password": "lontar.house.signin.NewPassword"}
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_USER_DISPLAY = "lontar.house.signin.display"
# Wrong passwords are counted in one place, by axes, in the database: every process and every restart knows them.
ACCOUNT_RATE_LIMITS = {"login_failed": None}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Lontar"
MFA_TOTP_TOLERANCE = 1  # a telephone may be half a minute wrong, and its owner slow; a code still opens once
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "lontar.house.signin.tried_as"
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W003"]

API_REQUESTS_PER_MINUTE = 600

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}

# The transparency log: what it is called, and who else keeps its signed checkpoints.
LOG_ORIGIN = os.environ.get("LONTAR_LOG_ORIGIN", "")
LOG_WITNESS_FOLDER = os.environ.get("LONTAR_WITNESS_FOLDER", "")
LOG_WITNESS_MAIL = [address for address in os.environ.get("LONTAR_WITNESS_MAIL", "").split(",") if address]
LOG_WITNESS_CITIES = [url.strip("/ ") for url in os.environ.get("LONTAR_WITNESS_CITY", "").split(",") if url.strip()]
# The public keys of other cities' logs whose checkpoints are kept here.
LOG_WITNESS_FOR = [key.strip() for key in os.environ.get("LONTAR_WITNESS_FOR", "").split(",") if key.strip()]
MAILERS = {"default": environment.mailer()}
DEFAULT_FROM_EMAIL = os.environ.get("LONTAR_MAIL_FROM", "lontar@localhost")

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("Inggris"))]
LOCALE_PATHS = [ROOT / "src/lontar/house/locale"]
LANGUAGE_COOKIE_NAME = "lontar_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"  # each place has its own; screens convert
USE_THOUSAND_SEPARATOR = False  # `number` writes them where they are wanted; a year or a key never has them

# Policy as data: rules, their tests, the catalogue of each year.
RULES_FOLDER = ROOT / "rules"

STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 0 if TESTING else 3600
# A test begins with a new client thousands of times, and each would look through all files anew.
WHITENOISE_AUTOREFRESH = TESTING

# An import of a whole city is about 80 MB; what is larger is refused before it is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
# What is brought holds NIKs: whatever its size, it never lies on a disk.
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "lontar.kit.memory_files.MemoryUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

PGTRIGGER_SCHEMA_EDITOR = True
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "lontar.kit.log_lines.Numberless",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # That somebody asked for what is not there, or not theirs, is their news: the page has told them.
    "loggers": {"django.request": {"level": "ERROR"}},
}
