"""Routes of organisations, accounts and imports."""

from django.urls import path

from lixiang.people.views import account, deputies, imports, organisations, posts, users

app_name = "people"

urlpatterns = [
    path("organisations/", organisations.show_tree, name="organisations"),
    path("organisations/<str:code>/", organisations.show, name="organisation"),
    path("organisations/<str:code>/add_organisation/", organisations.add_organisation, name="add_organisation"),
    path("organisations/<str:code>/edit_organisation/", organisations.edit_organisation, name="edit_organisation"),
    path(
        "organisations/<str:code>/rename_organisation/", organisations.rename_organisation, name="rename_organisation"
    ),
    path("organisations/<str:code>/merge_organisation/", organisations.merge_organisation, name="merge_organisation"),
    path("organisations/<str:code>/add_post/", posts.add_post, name="add_post"),
    path("posts/<int:pk>/end_post/", posts.end_post, name="end_post"),
    path("organisations/<str:code>/add_user/", users.add_user, name="add_user"),
    path("organisations/<str:code>/grant_role/", users.grant_role, name="grant_role"),
    path("users/", users.show_list, name="users"),
    path("users/<str:username>/", users.show, name="user"),
    path("users/<str:username>/edit_account/", users.edit_account, name="edit_account"),
    path("users/<str:username>/withdraw_role/", users.withdraw_role, name="withdraw_role"),
    path("users/<str:username>/reset_password/", users.reset_password, name="reset_password"),
    path("users/<str:username>/hand_over/", users.hand_over, name="hand_over"),
    path("users/<str:username>/deactivate_user/", users.deactivate_user, name="deactivate_user"),
    path("users/<str:username>/activate_user/", users.activate_user, name="activate_user"),
    path("import/<str:sheet>/", imports.dry_run, name="import"),
    path("import/<str:sheet>/apply/", imports.apply, name="apply_import"),
    path("import/<str:sheet>/template/", imports.template, name="import_template"),
    path("import/<str:sheet>/export/", imports.export, name="export"),
    path("account/", account.show, name="account"),
    path("account/deputise/", deputies.deputise, name="deputise"),
    path("account/deputations/<int:pk>/recall/", deputies.recall_deputation, name="recall_deputation"),
    path("account/password/", account.change_password, name="change_password"),
]
