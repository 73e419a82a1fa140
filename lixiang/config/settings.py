"""All settings of the product, read from the environment table in environment.py."""

from importlib.util import find_spec
from pathlib import Path

import dj_database_url
import jinja2
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from lixiang.config.environment import data_folder, read, read_as, read_choice, read_flag, read_list, read_object

PACKAGE = Path(__file__).resolve().parent.parent
DATA = data_folder()
MODE = read_choice("LIXIANG_MODE", "development", "production", "demo", "rehearsal", "test")
DEBUG = False
BANNER = read("LIXIANG_BANNER")
MARK = read("LIXIANG_MARK")

INSECURE_KEY = "development-only-key-that-production-refuses"
SECRET_KEY = read("LIXIANG_SECRET_KEY") or INSECURE_KEY
if MODE == "production" and (SECRET_KEY == INSECURE_KEY or len(SECRET_KEY) < 40):
    raise ImproperlyConfigured("生产环境必须用 LIXIANG_SECRET_KEY 设置不少于 40 个字符的密钥。")

ALLOWED_HOSTS = read_list("LIXIANG_HOSTS")
CSRF_TRUSTED_ORIGINS = read_list("LIXIANG_TRUSTED_ORIGINS")
ROOT_URLCONF = "lixiang.config.urls"
WSGI_APPLICATION = "lixiang.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "lixiang.ui",
    "lixiang.history",
    "lixiang.files",
    "lixiang.access",
    "lixiang.people",
    "lixiang.documents",
    "lixiang.workflow",
    "lixiang.work",
    "lixiang.programmes",
    "lixiang.projects",
    "lixiang.nominations",
    "lixiang.approvals",
    "lixiang.agreements",
    "lixiang.delivery",
    "lixiang.funds",
    "lixiang.closing",
    "lixiang.appraisal",
    "lixiang.ranking",
    "lixiang.outcomes",
    "lixiang.messaging",
    "lixiang.desk",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "django_htmx",
    "csp",
    "django_tasks",
    "django_tasks_db",
]
# A room enters the product when its folder does; the list above is the whole house in order.
INSTALLED_APPS = [
    app
    for app in INSTALLED_APPS
    if not app.startswith("lixiang.") or (PACKAGE / app.removeprefix("lixiang.") / "apps.py").exists()
]

MIDDLEWARE = [
    "lixiang.people.middleware.arrival",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "lixiang.access.middleware.NoFlood",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "lixiang.access.middleware.NoNul",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lixiang.people.middleware.idle_log_out",
    "lixiang.people.middleware.initial_password",
    "lixiang.workflow.middleware.RefusedMiddleware",
    "lixiang.desk.middleware.ChosenProgramme",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "lixiang.ui.jinja.environment", "undefined": jinja2.StrictUndefined},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- database -------------------------------------------------------------------------------------------------
DATABASE_URL = read("DATABASE_URL") or f"sqlite:///{DATA / 'lixiang.sqlite3'}"
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=600)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # FULL: an acknowledged commit survives a power failure, which sample data need not.
    # IMMEDIATE: writers queue instead of failing half-way.
    durability = "OFF" if MODE in {"rehearsal", "demo", "test"} else "FULL"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={durability}; PRAGMA cache_size=-20000;"
        " PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON;",
    }
    DATABASES["default"]["TEST"] = {"NAME": DATA / "test.sqlite3"}

# --- people and log-in ----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if read_flag("LIXIANG_FAST_HASH") and MODE != "production"
    else ["django.contrib.auth.hashers.Argon2PasswordHasher"]
) + ["lixiang.people.passwords.InitialPasswordHasher"]
IDLE_MINUTES = read_as(int, "LIXIANG_IDLE_MINUTES")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOCK_FAILURES, LOCK_MINUTES = 5, 30
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "lixiang.people.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "phone", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "lixiang.people.passwords.ThreeOfFourClasses"},
    {"NAME": "lixiang.people.passwords.NotTheName"},
]
ACCOUNT_ADAPTER = "lixiang.people.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "lixiang.people.forms.LogInForm"}
# Per address and worker, against trying one password on many names; a name itself is locked by people/lockout.py.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_SESSION_REMEMBER = False
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True

# --- headers --------------------------------------------------------------------------------------------------
HTTPS = read_flag("LIXIANG_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {"camera": [], "microphone": [], "geolocation": [], "payment": []}

# --- language, time, files ------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
USE_I18N = True
FORMAT_MODULE_PATH = ["lixiang.config.formats"]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
STATIC_URL = "/static/"
STATIC_ROOT = Path(read("LIXIANG_STATIC")) if read("LIXIANG_STATIC") else DATA / "static"
MEDIA_ROOT = DATA / "files"
ARCHIVES = DATA / "archives"  # archives while they are written; finished ones lie in the store
STORAGES = {
    "default": {"BACKEND": "lixiang.files.storage.WholeFiles"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if (STATIC_ROOT / "staticfiles.json").exists()
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not (STATIC_ROOT / "staticfiles.json").exists()
FONTS = Path(read("LIXIANG_FONTS")) if read("LIXIANG_FONTS") else DATA / "fonts"
CERTIFICATES = Path(read("LIXIANG_CERTIFICATES")) if read("LIXIANG_CERTIFICATES") else DATA / "certificates"
SIGNER = read("LIXIANG_SIGNER")
UPLOAD_BYTES = read_as(int, "LIXIANG_UPLOAD_MB") * 1024 * 1024
PIXELS = read_as(int, "LIXIANG_PIXELS_MILLION") * 1_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
GALLERY = read_flag("LIXIANG_GALLERY")

# --- the stages -----------------------------------------------------------------------------------------------
KINDS = "lixiang.config.stages.KINDS"
WORDS = "lixiang.config.stages.WORDS"
TABLES = "lixiang.config.stages.TABLES"
HISTORY_READERS = ["messages"]
JOBS = "lixiang.config.stages.JOBS"

# --- background work ------------------------------------------------------------------------------------------
TASKS_ON_THE_SPOT, TASKS_IN_THE_DATABASE = (
    "django_tasks.backends.immediate.ImmediateBackend",
    "django_tasks_db.DatabaseBackend",
)
TASKS = {
    "default": {
        "BACKEND": read("LIXIANG_TASKS") or (TASKS_ON_THE_SPOT if MODE == "test" else TASKS_IN_THE_DATABASE),
        "OPTIONS": read_object("LIXIANG_TASKS_OPTIONS"),
    }
}
if TASKS["default"]["BACKEND"] == "django_tasks_rq.RQBackend":
    if find_spec("django_tasks_rq") is None:
        raise ImproperlyConfigured("LIXIANG_TASKS 用的软件包没有安装：请先执行 make queue。")
    if not TASKS["default"]["OPTIONS"].keys() & {"URL", "HOST", "SENTINELS", "UNIX_SOCKET_PATH"}:
        raise ImproperlyConfigured(
            'LIXIANG_TASKS_OPTIONS 应给出队列服务器的地址，例如 {"URL": "redis://127.0.0.1:6379/0"}。'
        )
    INSTALLED_APPS.append("django_rq")
    # No time-out, for a run has its lease; JSON, for a pickle does whatever who reaches the server put into it.
    RQ_QUEUES = {
        "default": {
            "DEFAULT_TIMEOUT": -1,
            "SERIALIZER": "rq.serializers.JSONSerializer",
            **TASKS["default"]["OPTIONS"],
        }
    }
LEASE_SECONDS = read_as(float, "LIXIANG_LEASE_SECONDS")

# --- channels: what leaves the house, in production alone (lixiang/channels/door.py) ----------------------------
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MODE == 'production' else 'console'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = read("LIXIANG_SMTP_HOST"), read_as(int, "LIXIANG_SMTP_PORT")
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = read("LIXIANG_SMTP_USER"), read("LIXIANG_SMTP_PASSWORD")
SMTP_SECURITY = read_choice("LIXIANG_SMTP_SECURITY", "none", "starttls", "ssl")
EMAIL_USE_TLS, EMAIL_USE_SSL = (word == SMTP_SECURITY for word in ("starttls", "ssl"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = read("LIXIANG_MAIL_FROM")
MAIL_DOMAIN = DEFAULT_FROM_EMAIL.rpartition("@")[2] or "localhost"
SMS_URL, SMS_KEY, SMS_SECRET = (read(f"LIXIANG_SMS_{word}") for word in ("URL", "KEY", "SECRET"))
WECOM_URL, WECOM_PAAS_ID, WECOM_PAAS_TOKEN = (
    read(f"LIXIANG_WECOM_{word}") for word in ("URL", "PAAS_ID", "PAAS_TOKEN")
)
DINGTALK_URL, DINGTALK_SECRET = (read(f"LIXIANG_DINGTALK_{word}") for word in ("URL", "SECRET"))
ALL_CHANNELS_SHOWN = MODE in {"demo", "rehearsal"}  # so that their pages can be tried; nothing leaves
SITE = CSRF_TRUSTED_ORIGINS[0] if CSRF_TRUSTED_ORIGINS else ""  # before the addresses in letters

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # What is wrong with a signature is a verdict for the page, not a fault of the program.
    "loggers": {name: {"level": "CRITICAL"} for name in ("pyhanko", "pyhanko_certvalidator")},
}
