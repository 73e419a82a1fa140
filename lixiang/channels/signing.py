"""The signatures that robots and gateways ask for: pure, so that a stand-in can check them by the same words."""

import base64
import hashlib
import hmac
from urllib.parse import urlencode


def dingtalk_query(secret: str, milliseconds: int) -> str:
    """`timestamp` and `sign` of a 钉钉 robot: HMAC-SHA256 of "timestamp\\nsecret" under the secret, in Base64."""
    text = f"{milliseconds}\n{secret}"
    sign = base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest())
    return urlencode({"timestamp": milliseconds, "sign": sign.decode()})


def gateway_headers(paas_id: str, token: str, seconds: int, nonce: str) -> dict[str, str]:
    """For the gateway before a 政务微信: SHA-256 of timestamp, token, nonce, timestamp, in capitals.

    A nonce of ten to twenty characters, never the same again: gateways refuse a shorter one, and a second use within
    minutes as a replay.
    """
    signature = hashlib.sha256(f"{seconds}{token}{nonce}{seconds}".encode()).hexdigest().upper()
    return {
        "x-tif-paasid": paas_id,
        "x-tif-timestamp": str(seconds),
        "x-tif-nonce": nonce,
        "x-tif-signature": signature,
    }


def sms_headers(key: str, secret: str, seconds: int, body: bytes) -> dict[str, str]:
    """The SMS gateway's own: HMAC-SHA256 of "timestamp\\nbody" under the secret, in hexadecimal."""
    signature = hmac.new(secret.encode(), f"{seconds}\n".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Lixiang-Key": key, "X-Lixiang-Timestamp": str(seconds), "X-Lixiang-Signature": signature}
