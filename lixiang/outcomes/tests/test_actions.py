"""The verbs of the archive: what each does, what it refuses, and that a kill loses nothing that was finished."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage

from lixiang.command.main import main
from lixiang.delivery.tests.report_scene import ReportScene
from lixiang.files.models import File
from lixiang.history.models import Event
from lixiang.history.verify import broken_chains
from lixiang.outcomes import actions
from lixiang.outcomes.actions.packing import Taken
from lixiang.outcomes.models import Archive, ArchiveFolder
from lixiang.outcomes.tests.arranging import DECEMBER, Silent, archived, begun, concluded, finished, opened, written
from lixiang.people.roles import Role
from lixiang.programmes.models import Setting
from lixiang.programmes.tests.arranging import unread
from lixiang.projects.states import Status
from lixiang.rehearsal.archive_invariants import ARCHIVE_CHECKS, archives_equal_their_lists
from lixiang.work.jobs import perform
from lixiang.work.models import Run
from lixiang.workflow.findings import Refused


def codes(verb, *things, **words) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        verb(*things, **words)
    return [(finding.code, finding.clause) for finding in refused.value.findings]


@pytest.fixture
def clerk(cast):
    return cast.user(Role.SECTION_CLERK)


class TestArchiving:
    def test_a_concluded_project_is_archived_by_the_section_and_its_history_says_so(self, cast, morning, clerk):
        project = concluded(cast, ReportScene(cast, morning).running()[0])

        project = actions.archive(project, by=clerk, at=DECEMBER)

        assert project.status == Status.ARCHIVED
        event = Event.objects.filter(subject_kind="project", subject_id=project.pk).last()
        assert (event.verb, event.from_status, event.to_status) == ("archive", "CONCLUDED", "ARCHIVED")

    @pytest.mark.parametrize("role", [Role.UNIT_CLERK, Role.NOMINATOR, Role.INSPECTOR, Role.FINANCE])
    def test_nobody_else_archives(self, cast, morning, role):
        project = concluded(cast, ReportScene(cast, morning).running()[0])
        at = cast.nominators[0] if role in (Role.UNIT_CLERK, Role.NOMINATOR) else None

        with pytest.raises(PermissionDenied):
            actions.archive(project, by=cast.user(role, at), at=DECEMBER)
        project.refresh_from_db()
        assert project.status == Status.CONCLUDED

    def test_a_project_under_way_is_not_archived(self, cast, morning, clerk):
        project = ReportScene(cast, morning).running()[0]

        assert codes(actions.archive, project, by=clerk, at=DECEMBER) == [("not_in_this_status", "")]

    def test_all_that_were_concluded_are_archived_so_many_at_a_time(self, cast, morning, clerk):
        projects = ReportScene(cast, morning).running(3)
        type(projects[0]).objects.filter(programme=cast.programme).update(status=Status.CONCLUDED)

        assert actions.archive_all(cast.programme, by=clerk, at=DECEMBER, limit=2) == (2, 1)
        assert actions.archive_all(cast.programme, by=clerk, at=DECEMBER, limit=2) == (1, 0)
        with pytest.raises(PermissionDenied):
            actions.archive_all(cast.programme, by=cast.user(Role.DEPARTMENT_LEADER), at=DECEMBER)


class TestBeginning:
    def test_it_fixes_the_projects_and_the_terms_and_orders_the_work(self, cast, morning):
        projects = archived(cast, morning, 3)
        made = begun(cast)

        assert (made.ref, made.projects, made.left_out) == (f"{cast.programme.ref}-archive-1", 3, 0)
        assert [row.project_id for row in made.folders.all()] == [project.pk for project in projects]
        assert (made.terms["retention"], made.terms["security"]) == ("30_years", "非密")
        run = Run.objects.get(code="build_archive")
        assert (run.arguments, run.by_id) == ({"archive": made.pk}, made.begun_by_id)
        assert Event.objects.filter(subject_kind="archive", verb="begin_archive", programme_id=None).exists()

    def test_without_an_ended_project_it_is_refused_and_leaves_nothing(self, cast, morning):
        concluded(cast, ReportScene(cast, morning).running()[0])

        assert codes(begun, cast) == [("nothing_ended", "二.4e")]
        assert not Archive.objects.exists() and not Run.objects.exists()

    def test_while_one_is_in_the_making_a_second_is_refused(self, cast, morning):
        archived(cast, morning)
        begun(cast)

        assert codes(begun, cast) == [("unfinished", "二.4e")]
        assert Archive.objects.count() == Run.objects.count() == 1

    def test_without_terms_it_is_refused(self, cast, morning):
        archived(cast, morning)
        Setting.objects.filter(kind="outcomes.archive").delete()
        type(cast.version).objects.filter(pk=cast.version.pk).update(pack_hash=unread())

        assert codes(begun, cast) == [("no_terms", "")]

    @pytest.mark.parametrize("role", [Role.DEPARTMENT_LEADER, Role.INSPECTOR, Role.FINANCE])
    def test_only_clerk_and_head_of_the_section_begin(self, cast, morning, role):
        archived(cast, morning)

        with pytest.raises(PermissionDenied):
            actions.begin_archive(cast.programme, by=cast.user(role), at=DECEMBER)


class TestMaking:
    def test_the_run_makes_it_proves_it_and_keeps_it_under_its_hash(self, cast, morning, archives):
        archived(cast, morning, 2)
        made = begun(cast)

        assert perform.func(Run.objects.get().pk) == "done"

        made = Archive.objects.get(pk=made.pk)
        run = Run.objects.get()
        assert made.is_finished and (run.done, run.total) == (4, 4)
        assert run.message == f"{made}已完成：2个项目，{made.files}个文件"
        assert made.files == len(opened(made).namelist())
        assert list(archives.iterdir()) == []
        event = Event.objects.get(subject_kind="archive", verb="keep_archive")
        assert event.detail == {"sha256": made.file.sha256, "size": made.file.size}
        assert list(broken_chains()) == []

    def test_the_command_proves_the_file_that_was_kept(self, cast, morning, tmp_path, capsys):
        archived(cast, morning)
        made = finished(cast)
        path = tmp_path / "归档包.zip"
        with made.file.open() as stream:
            path.write_bytes(stream.read())

        assert main(["verify-archive", str(path)]) == 0
        assert made.file.sha256 in capsys.readouterr().out

    def test_after_a_kill_it_goes_on_and_does_not_redo_what_was_finished(self, cast, morning, archives):
        archived(cast, morning, 4)
        made = begun(cast)
        with pytest.raises(KeyboardInterrupt):
            actions.build(made.pk, Silent(breaks_after=2), by=None, at=DECEMBER)
        before = list(ArchiveFolder.objects.filter(ends_at__isnull=False).values_list("place", "ends_at", "sums"))
        (path,) = archives.iterdir()
        kept = path.read_bytes()[: before[-1][1]]
        path.write_bytes(path.read_bytes() + b"half a project")
        counter = Silent()

        made = written(made, counter=counter)

        assert [place for place, _, _ in before] == [1, 2] and counter.total == 6
        rows = ArchiveFolder.objects.filter(place__lte=2).values_list("place", "ends_at", "sums")
        assert list(rows) == before
        with made.file.open() as stream:
            assert stream.read(len(kept)) == kept
        archive = opened(made)
        assert archive.testzip() is None
        assert len({name.split("/")[0] for name in archive.namelist() if "/" in name}) == 4

    def test_where_the_file_was_lost_all_is_written_anew(self, cast, morning, archives):
        archived(cast, morning, 2)
        made = begun(cast)
        with pytest.raises(KeyboardInterrupt):
            actions.build(made.pk, Silent(breaks_after=1), by=None, at=DECEMBER)
        next(archives.iterdir()).unlink()

        assert opened(written(made)).testzip() is None

    def test_a_lost_file_of_the_store_stops_it_with_its_name_and_once_restored_it_goes_on(self, cast, morning):
        projects = archived(cast, morning)
        made = begun(cast)
        file = projects[0].agreement.pdf
        body = file.open().read()
        default_storage.delete(file.path)

        with pytest.raises(actions.Damaged, match=r"存储中的文件缺失：.*项目责任书\.pdf"):
            written(made)
        _put(file, body[:-1] + b"?")
        with pytest.raises(actions.Damaged, match=r"存储中的文件损坏：.*项目责任书\.pdf"):
            written(made)
        assert not Archive.objects.get().is_finished
        _put(file, body)
        assert written(made).is_finished

    def test_one_that_was_believed_dead_marks_nothing_any_more(self, cast, morning):
        archived(cast, morning)
        made = begun(cast)

        class TakenOver(Silent):
            def of(self, total: int) -> None:
                Archive.objects.update(maker="another")

        with pytest.raises(Taken):
            actions.build(made.pk, TakenOver(), by=None, at=DECEMBER)
        assert not ArchiveFolder.objects.filter(ends_at__isnull=False).exists()

    def test_made_twice_it_is_made_once(self, cast, morning):
        archived(cast, morning)
        made = finished(cast)

        assert actions.build(made.pk, Silent(), by=None, at=DECEMBER) == f"{made}早已完成"
        assert File.objects.filter(media_type="application/zip").count() == 1

    def test_the_next_archive_takes_in_what_ended_since(self, cast, morning):
        projects = archived(cast, morning, 2)
        type(projects[0]).objects.filter(pk=projects[1].pk).update(status=Status.CONCLUDED)
        first = finished(cast)
        type(projects[0]).objects.filter(pk=projects[1].pk).update(status=Status.ARCHIVED)
        second = finished(cast)

        assert (first.projects, first.left_out, second.projects, second.left_out) == (1, 1, 2, 0)
        assert second.ref.endswith("-archive-2")


class TestGoingOn:
    def test_one_that_was_given_up_is_ordered_again(self, cast, morning, clerk):
        archived(cast, morning)
        made = begun(cast)
        Run.objects.update(finished_at=DECEMBER, is_failed=True)

        actions.go_on(made, by=clerk, at=DECEMBER)

        assert Run.objects.filter(finished_at=None, arguments__archive=made.pk).count() == 1
        assert codes(actions.go_on, made, by=clerk, at=DECEMBER) == [("already_running", "")]

    def test_a_finished_one_and_a_stranger_are_refused(self, cast, morning, clerk):
        archived(cast, morning)
        made = finished(cast)

        assert codes(actions.go_on, made, by=clerk, at=DECEMBER) == [("finished", "")]
        with pytest.raises(PermissionDenied):
            actions.go_on(made, by=cast.user(Role.FINANCE), at=DECEMBER)


def _put(file: File, body: bytes) -> None:
    import io

    from django.core.files.base import File as Stream

    default_storage.save(file.path, Stream(io.BytesIO(body)))


class TestWhatMustHold:
    def test_a_finished_archive_breaks_nothing_and_a_spoilt_one_is_found(self, cast, morning):
        projects = archived(cast, morning, 2)
        made = finished(cast)
        found = [what for check in ARCHIVE_CHECKS for what in check()]
        assert found == []

        with made.file.open() as stream:
            _put(made.file, stream.read().replace(b"%PDF-", b"%PDX-", 1))
        type(projects[0]).objects.filter(pk=projects[1].pk).update(status=Status.ACTIVE, nominated_at=None)
        ArchiveFolder.objects.filter(place=1).update(ends_at=None)
        Archive.objects.update(projects=3)

        spoilt, *found = [what for check in ARCHIVE_CHECKS for what in check()]
        assert spoilt.endswith("申报书第1稿.pdf：内容与校验值不符")
        assert found == [
            f"{made.ref}缺少{projects[0].ref}",
            f"{made.ref}应有3个项目，实有2个",
            f"{projects[1].ref}没有申报而列入归档包",
            f"{projects[1].ref}尚未办结而列入归档包",
        ]
        default_storage.delete(made.file.path)
        assert "不能核验" in next(archives_equal_their_lists())
