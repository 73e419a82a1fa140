"""Files of a dossier: taken in once, by kind, with when and where, matched to promises; gaps explained."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from PIL import ExifTags, Image

from lixiang.closing import actions
from lixiang.closing.actions import evidence as evidence_actions
from lixiang.closing.actions.evidence import Described
from lixiang.closing.queries.files import files_to_choose
from lixiang.closing.queries.pages import dossier_page
from lixiang.closing.tests.scene import PDF, picture, upload
from lixiang.closing.tests.test_actions import codes
from lixiang.files import store
from lixiang.files.models import Claim
from lixiang.history.models import Event


def camera() -> Image.Exif:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2018:09:12 09:30:00"
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", (32.0, 37.0, 30.0)
    place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", (116.0, 59.0, 0.0)
    return exif


def test_a_picture_tells_when_and_where_and_keeps_its_bytes(scene):
    dossier, original = scene.opened(), picture(exif=camera())

    evidence = scene.attach(dossier, "picture", "现场.jpg", original)

    assert (evidence.made_at, evidence.made_at_source) == ("2018-09-12 09:30", "picture")
    assert (evidence.place, evidence.place_source) == ("北纬32.62500°、东经116.98333°", "picture")
    with evidence.claim.file.open() as stream:
        assert stream.read() == original
    for made in (evidence.thumbnail, evidence.public_copy):
        with made.open() as stream, Image.open(stream) as copy:
            assert not dict(copy.getexif())


def test_what_is_typed_is_marked_as_typed(scene):
    dossier = scene.opened()

    evidence = scene.attach(dossier, "picture", "现场.jpg", picture(exif=camera()), place="示例社区", made_by="示例甲")

    assert (evidence.made_at_source, evidence.place, evidence.place_source) == ("picture", "示例社区", "typed")
    bare = scene.attach(dossier, "picture", "现场2.jpg", picture(90))
    assert (bare.made_at, bare.made_at_source, bare.place_source) == ("", "", "")


def test_describing_keeps_what_the_picture_told_and_marks_what_is_changed(scene):
    dossier = scene.opened()
    evidence = scene.attach(dossier, "picture", "现场.jpg", picture(exif=camera()))
    (goal, *_) = scene.promises(dossier)
    words = {"kind": "picture", "by": scene.unit, "at": scene.at}

    said = Described(words="现场会。", made_at=evidence.made_at, place="示例社区", proves=(goal.key,))
    evidence = actions.describe_evidence(dossier, evidence.number, said, **words)

    assert (evidence.made_at_source, evidence.place_source, evidence.proves) == ("picture", "typed", [goal.key])
    assert codes(actions.describe_evidence, dossier, 1, Described(proves=("goal_x",)), **words) == {"no_such_promise"}
    assert codes(actions.describe_evidence, dossier, 9, said, **words) == {"no_such_evidence"}
    assert codes(actions.describe_evidence, dossier, 1, Described(words="字" * 301), **words) == {"too_long"}


def test_the_same_file_again_is_the_same_evidence(scene):
    dossier = scene.opened()

    first, second = scene.attach(dossier), scene.attach(dossier)

    assert first == second
    assert Event.objects.filter(subject_kind="dossier", verb="attach").count() == 1


def test_a_kind_takes_the_files_that_its_setting_names(scene):
    dossier = scene.opened()

    assert codes(scene.attach, dossier, "report", "总结.jpg", picture()) == {"wrong_kind_of_file"}
    assert codes(scene.attach, dossier, "nothing") == {"no_such_kind"}
    assert codes(scene.attach, dossier, "effect", "坏.jpg", picture()[:200]) == {"unacceptable_file"}
    assert codes(scene.attach, dossier, "report", "假.pdf", b"MZ") == {"unacceptable_file"}
    assert Claim.of(dossier).count() == 0


def test_too_many_pixels_are_refused_before_decoding(scene, settings):
    settings.PIXELS = 1000

    assert codes(scene.attach, scene.opened(), "picture", "大图.jpg", picture(size=(40, 30))) == {"unacceptable_file"}


def test_a_file_that_the_project_has_is_used_again_without_another_upload(scene):
    dossier = scene.opened()
    number = scene.attach(dossier).claim_id
    actions.detach_evidence(dossier, 1, by=scene.unit, at=scene.at)

    assert codes(actions.reuse_evidence, dossier, number, kind="report", by=scene.unit, at=scene.at) == {"no_such_file"}
    report = Claim.objects.create(
        file=Claim.objects.get(pk=number).file,
        subject_kind="project",
        subject_id=dossier.project_id,
        part="attachments",
        name="调研.pdf",
        by=scene.unit,
        by_name="",
        at=scene.at,
    )
    assert files_to_choose(dossier, frozenset()) == (report,)
    assert files_to_choose(dossier, frozenset({report.file_id})) == ()
    evidence = actions.reuse_evidence(dossier, report.pk, kind="report", by=scene.unit, at=scene.at)
    assert (str(evidence), evidence.number) == ("调研.pdf", 2)


def test_a_broken_picture_that_the_project_has_is_not_used_again(scene):
    dossier = scene.opened()
    broken = store.keep(io.BytesIO(picture()[:200]), media_type="image/jpeg", at=scene.at)
    claim = store.claim(broken, dossier.project, part="attachments", name="坏.jpg", by=scene.unit, at=scene.at)

    words = {"kind": "picture", "by": scene.unit, "at": scene.at}
    assert codes(actions.reuse_evidence, dossier, claim.pk, **words) == {"unacceptable_file"}
    assert not dossier.evidence.exists()


def test_more_files_than_a_dossier_holds_are_refused(scene, monkeypatch):
    monkeypatch.setattr(evidence_actions, "MOST_FILES", 1)
    dossier = scene.opened()
    scene.attach(dossier)

    assert codes(scene.attach, dossier, name="总结二.pdf") == {"too_many_files"}
    assert dossier.evidence.count() == 1


def test_what_is_taken_away_stays_in_what_was_handed_in(scene):
    dossier = scene.handed_in()
    scene.send_back(dossier, "evidence")

    actions.detach_evidence(dossier, 1, by=scene.unit, at=scene.at)
    actions.detach_evidence(dossier, 1, by=scene.unit, at=scene.at)

    assert dossier.evidence.get(number=1).removed_at == scene.at
    assert dossier.revisions.get(number=1).content["evidence"][0]["number"] == 1
    (gone, *_) = dossier_page(scene.clerk, scene.fresh(dossier), scene.at).evidence
    assert (gone.row["number"], gone.evidence.removed_at) == (1, scene.at)
    assert codes(scene.hand_in, dossier) == {"missing_evidence"}


def test_a_gap_is_closed_by_evidence_or_by_a_reason(scene):
    dossier = scene.filled(kinds=())
    for kind in ("report", "document", "effect"):
        scene.attach(dossier, kind, f"{kind}.pdf", PDF + kind.encode())
    keys = [each.key for each in scene.promises(dossier)]
    assert codes(scene.hand_in, dossier) == {"gap"}

    said = {key: "该项由上级统一实施，本单位没有单独材料。" for key in keys[1:]}
    actions.explain_gaps(dossier, said, expected=0, by=scene.unit, at=scene.at)
    assert codes(scene.hand_in, dossier) == {"gap"}
    words = {"kind": "report", "by": scene.unit, "at": scene.at}
    number = dossier.evidence.get(claim__name="report.pdf").number
    actions.describe_evidence(dossier, number, Described(proves=(keys[0],)), **words)

    revision = scene.hand_in(dossier)
    assert [row["state"] for row in revision.content["matrix"]] == ["proven"] + ["explained"] * (len(keys) - 1)


def test_a_reason_too_long_to_keep_is_refused(scene):
    dossier = scene.opened()
    (goal, *_) = scene.promises(dossier)
    words = {"expected": 0, "by": scene.unit, "at": scene.at}

    assert codes(actions.explain_gaps, dossier, {goal.key: "字" * 501}, **words) == {"too_long"}


@pytest.mark.parametrize("stranger", ["stranger", "clerk"])
def test_nobody_leaves_a_file_who_may_not_write(scene, stranger):
    dossier, by = scene.opened(), getattr(scene, stranger)

    with pytest.raises(PermissionDenied):
        actions.attach_evidence(dossier, upload("总结.pdf", PDF), name="总结.pdf", kind="report", by=by, at=scene.at)
    assert Claim.of(dossier).count() == 0
