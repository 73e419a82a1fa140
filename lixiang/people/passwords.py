"""What a password must be, and how an initial one is made."""

import secrets
import string
from typing import Any

from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError

# Without l 1 I O 0, which people misread on paper.
SYMBOLS = "@#%+=?"
ALPHABETS = ("abcdefghijkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789", SYMBOLS)
INITIAL_LENGTH = 12


class LongEnough(MinimumLengthValidator):
    """A password validator: the least length, told in the words of the product."""

    def get_error_message(self) -> str:
        return f"密码不少于{self.min_length}个字符。"

    def get_help_text(self) -> str:
        return self.get_error_message()


class NotTheName:
    """A password validator: whoever knows the account's name must not be able to guess."""

    sentence = "密码不得包含账号或者姓名。"

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a password in which the username or the name stands."""
        names = (getattr(user, "username", ""), getattr(user, "name", ""))
        if any(len(name) > 1 and name.lower() in password.lower() for name in names):
            raise ValidationError(self.sentence, code="password_names")

    def get_help_text(self) -> str:
        return self.sentence


class ThreeOfFourClasses:
    """A password validator: at least three of lower case, upper case, digits and other characters."""

    sentence = "密码应包含大写字母、小写字母、数字、符号四类中的至少三类。"

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for fewer than three classes."""
        classes = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
        used = sum(any(character in letters for character in password) for letters in classes)
        used += any(not any(character in letters for letters in classes) for character in password)
        if used < 3:
            raise ValidationError(self.sentence, code="password_classes")

    def get_help_text(self) -> str:
        return self.sentence


class InitialPasswordHasher(PBKDF2PasswordHasher):
    """For passwords that a machine drew: 70 random bits need no slow hash, and 500 accounts come in at once.

    The first log-in replaces it by the ordinary one; a wrong guess takes as long as with the ordinary one (ADR 0020).
    """

    algorithm = "initial_pbkdf2_sha256"
    iterations = 1000

    def verify(self, password: str, encoded: str) -> bool:
        is_right = super().verify(password, encoded)
        if not is_right:
            make_password(password)
        return is_right


def encoded_initial(password: str) -> str:
    """What is stored of an initial password, with a salt of its own."""
    return make_password(password, hasher=InitialPasswordHasher.algorithm)


def initial_password() -> str:
    """A random password with all four classes, easy to read from paper."""
    one_of_each = [secrets.choice(letters) for letters in ALPHABETS]
    rest = [secrets.choice("".join(ALPHABETS[:3])) for _ in range(INITIAL_LENGTH - len(one_of_each))]
    letters = one_of_each + rest
    secrets.SystemRandom().shuffle(letters)
    return "".join(letters)
