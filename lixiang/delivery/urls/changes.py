"""Routes of changes: the list, those of a project, one request with its files and verbs."""

from django.urls import path

from lixiang.delivery.views import change_verbs as verbs
from lixiang.delivery.views import changes

urlpatterns = [
    path("changes/", changes.show_list, name="change_list"),
    path("projects/<slug:ref>/changes/", changes.show_changes, name="changes"),
    path("projects/<slug:ref>/changes/draft/", changes.draft, name="draft_change"),
    path("projects/<slug:ref>/changes/hand-over/", verbs.hand_over, name="hand_over"),
    path("changes/<slug:ref>/", changes.show, name="change"),
    path("changes/<slug:ref>/save/", changes.save, name="save_change"),
    path("changes/<slug:ref>/attach/", changes.attach, name="attach_file"),
    path("changes/<slug:ref>/files/<int:number>/", changes.fetch, name="change_file"),
    path("changes/<slug:ref>/files/<int:number>/detach/", changes.detach, name="detach_file"),
    path("changes/<slug:ref>/hand-in/", verbs.hand_in, name="hand_in_change"),
    path("changes/<slug:ref>/file/", verbs.file, name="file_change"),
    path("changes/<slug:ref>/approve/", verbs.approve, name="approve_change"),
    path("changes/<slug:ref>/decline/", verbs.decline, name="decline_change"),
    path("changes/<slug:ref>/send-back/", verbs.send_back, name="send_back_change"),
    path("changes/<slug:ref>/withdraw/", verbs.withdraw, name="withdraw_change"),
    path("changes/<slug:ref>/acknowledge/", verbs.acknowledge, name="acknowledge_change"),
    path("changes/<slug:ref>/lapse/", verbs.lapse, name="lapse_change"),
    path("changes/<slug:ref>/reply/", verbs.reply, name="reply_to_change"),
    path("changes/<slug:ref>/draw-up/", verbs.draw_up, name="draw_up_supplement"),
]
