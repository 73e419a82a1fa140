"""The forms of organisations, accounts and log-in: shape and clean input, change nothing."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from lixiang.people import permissions
from lixiang.people.kinds import PostKind
from lixiang.people.models import Organisation, User
from lixiang.people.models.accounts import USERNAME
from lixiang.people.roles import Role


class LogInForm(LoginForm):
    """allauth's form in the words of the product; names are kept in small letters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("login", "账号"), ("password", "密码")):
            field = self.fields[name]
            field.label, field.help_text = label, ""
            field.widget.attrs.pop("placeholder", None)
        self.fields["login"].widget.attrs |= {"autofocus": True, "autocapitalize": "none", "spellcheck": "false"}

    def clean_login(self) -> str:
        return super().clean_login().lower()


class OrganisationForm(forms.ModelForm):
    """A new organisation below another."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", "level"):
            self.fields[name].choices = [("", "请选择"), *self.fields[name].choices[1:]]

    class Meta:
        model = Organisation
        fields = ("code", "name", "short_name", "kind", "level", "rank", "order", "uscc", "valid_from")
        widgets = {"valid_from": forms.DateInput(attrs={"type": "date"})}


class EditOrganisationForm(forms.ModelForm):
    """What may change without a new name; the parent by its code."""

    parent_code = forms.CharField(label="上级编码", required=False, max_length=40)

    class Meta:
        model = Organisation
        fields = ("kind", "level", "rank", "order", "uscc", "valid_from", "valid_to")
        widgets = {
            "valid_from": forms.DateInput(attrs={"type": "date"}),
            "valid_to": forms.DateInput(attrs={"type": "date"}),
        }

    def clean_parent_code(self) -> str:
        """Leaves the organisation itself in `self.parent`."""
        code = self.cleaned_data["parent_code"]
        self.parent = Organisation.objects.filter(code=code).first() if code else None
        if code and self.parent is None:
            raise ValidationError(f"没有编码为“{code}”的组织。")
        return code

    def changes(self) -> dict[str, Any]:
        """The fields as edit_organisation() takes them."""
        fields = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return fields | {"parent": self.parent}


class PostForm(forms.Form):
    """Somebody takes up a post."""

    name = forms.CharField(label="姓名", max_length=60)
    kind = forms.ChoiceField(label="类别", choices=[("", "请选择"), *PostKind.choices])
    title = forms.CharField(label="职务", max_length=60, help_text="全称，如党委书记、组织委员。")
    order = forms.IntegerField(label="排序号", min_value=0, max_value=9999, initial=0)
    valid_from = forms.DateField(
        label="任职日期", required=False, widget=forms.DateInput(attrs={"type": "date"}), help_text="不清楚的可以不填。"
    )

    def clean_order(self) -> int:
        return self.cleaned_data["order"] or 0


class EndPostForm(forms.Form):
    until = forms.DateField(label="免职日期", widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label="依据", required=False, max_length=200, help_text="如任免文号，可以不填。")


class RenameForm(forms.Form):
    name = forms.CharField(label="新全称", max_length=120)
    short_name = forms.CharField(label="新简称", max_length=60)
    reason = forms.CharField(label="依据", required=False, max_length=200, help_text="如批复文号，可以不填。")


class MergeForm(forms.Form):
    into_code = forms.CharField(label="并入的组织（编码）", max_length=40, help_text="在组织页可以查到编码。")
    reason = forms.CharField(label="依据", max_length=200, help_text="如机构改革方案、批复文号。")

    def clean_into_code(self) -> str:
        """Leaves the organisation in `self.into`."""
        code = self.cleaned_data["into_code"].strip()
        self.into = Organisation.objects.filter(code=code).first()
        if self.into is None:
            raise ValidationError(f"没有编码为“{code}”的组织。")
        return code


class RoleField(forms.ChoiceField):
    """The roles that somebody may give at an organisation."""

    def __init__(self, giver: User, organisation: Organisation) -> None:
        roles = permissions.roles_to_give(giver, organisation)
        super().__init__(label="角色", choices=[("", "请选择"), *((role.value, role.label) for role in roles)])


class AddUserForm(forms.Form):
    name = forms.CharField(label="姓名", max_length=60)
    username = forms.CharField(
        label="账号", max_length=40, help_text="2至40位小写字母、数字、点、横线；一人一号，不得共用。"
    )
    phone = forms.CharField(label="电话", max_length=30, required=False)
    email = forms.EmailField(label="电子邮箱", required=False)

    def __init__(self, *args: Any, giver: User, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = RoleField(giver, organisation)

    def clean_username(self) -> str:
        username = self.cleaned_data["username"].strip().lower()
        USERNAME(username)
        return username


class AccountField(forms.CharField):
    """An existing account by its username, among those that somebody can see."""

    def __init__(self, viewer: User, label: str) -> None:
        super().__init__(label=label, max_length=40, help_text="填写对方的登录账号。")
        self.viewer = viewer

    def clean(self, value: str) -> User:  # type: ignore[override]
        username = super().clean(value).strip().lower()
        user = User.visible_to(self.viewer).filter(username=username).first()
        if user is None:
            raise ValidationError(f"没有账号“{username}”。")
        return user


class GrantRoleForm(forms.Form):
    def __init__(self, *args: Any, giver: User, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"] = AccountField(giver, "账号")
        self.fields["role"] = RoleField(giver, organisation)


class HandOverForm(forms.Form):
    """Whose roles, at which organisation, to whom."""

    reason = forms.CharField(label="原因", max_length=200, required=False, help_text="如工作调动，可以不填。")
    and_deactivate = forms.BooleanField(label="移交后停用原账号（须没有其他角色）", required=False)

    def __init__(self, *args: Any, leaver: User, giver: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = (held for held in leaver.held_roles if not held.is_inherited)
        places = {held.organisation_code: held.organisation_short_name for held in own}
        successor = AccountField(giver, "接收人账号")
        organisation = forms.ChoiceField(label="所在组织", choices=list(places.items()))
        self.fields = {"organisation": organisation, "successor": successor, **self.fields}

    def clean_organisation(self) -> Organisation:
        return Organisation.objects.get(code=self.cleaned_data["organisation"])


class DeputiseForm(forms.Form):
    """Which of one's own roles, to whom, from when (empty: at once) until the end of which day."""

    held = forms.ChoiceField(label="授权的角色")
    from_on = forms.DateField(
        label="自（当日零时）",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="不填即时开始。",
    )
    until_on = forms.DateField(label="至（当日24时）", widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label="原因", max_length=200, help_text="如外出培训、休假。")

    def __init__(self, *args: Any, principal: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = principal.roles.active().filter(deputation=None).select_related("user", "organisation")
        self.own = {str(held.pk): held for held in own.order_by("organisation__path", "role")}
        choices = [(pk, f"{held.organisation.short_name} {Role(held.role).label}") for pk, held in self.own.items()]
        self.fields["held"].choices = choices  # type: ignore[attr-defined]
        deputy = forms.CharField(label="受托人账号", max_length=40, help_text="填写对方的登录账号。")
        self.fields = {"held": self.fields["held"], "deputy": deputy, **self.fields}

    def clean_deputy(self) -> User:
        """Any account in use: whom one trusts need not stand below oneself."""
        username = self.cleaned_data["deputy"].strip().lower()
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise ValidationError(f"没有启用的账号“{username}”。")
        return user

    def words(self) -> dict[str, Any]:
        """What the action asks for."""
        cleaned = self.cleaned_data
        begins = cleaned["from_on"]
        return {
            "from_at": timezone.make_aware(datetime.combine(begins, time())) if begins else None,
            "until_at": timezone.make_aware(datetime.combine(cleaned["until_on"], time(23, 59, 59))),
            "reason": cleaned["reason"],
        }


class AccountForm(forms.ModelForm):
    """How an account's holder is called and reached."""

    class Meta:
        model = User
        fields = ("name", "phone", "email")


class ChangePasswordForm(forms.Form):
    old = forms.CharField(
        label="原密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    new = forms.CharField(
        label="新密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="不少于10个字符，包含大写字母、小写字母、数字、符号中的至少三类，不得与账号、姓名相近。",
    )
    again = forms.CharField(
        label="再输一次新密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or {}
        if "new" in fields and "again" in fields and fields["new"] != fields["again"]:
            self.add_error("again", "两次输入的新密码不一致。")
        return fields


class WorkbookForm(forms.Form):
    file = forms.FileField(label="填好的工作簿（.xlsx）", widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}))
