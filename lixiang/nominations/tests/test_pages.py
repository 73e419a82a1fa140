"""What the pages of nominations show, to whom, and what they refuse."""

from lixiang.people.roles import Role


def test_try(stage):
    slate = stage.filled("A", "B")
    stage.project("B")
    c = stage.browser(Role.NOMINATOR, "county-1")
    r = c.get(f"/slates/{slate.ref}/")
    assert r.status_code == 200
    open("/tmp/slate.html", "w").write(r.content.decode())
    for path in ("sheet.pdf", "summary.xlsx", "attachments.zip"):
        r = c.get(f"/slates/{slate.ref}/{path}")
        assert r.status_code == 200, path
    s = stage.browser(Role.SECTION_CLERK)
    p = stage.cast.programme.ref
    for path in (
        f"/programmes/{p}/slates/",
        f"/programmes/{p}/summary.xlsx",
        f"/programmes/{p}/attachments.zip",
        "/programmes/",
        f"/programmes/{p}/",
        f"/programmes/{p}/extend/",
        f"/programmes/{p}/clone/",
        f"/programmes/{p}/versions/1/",
        f"/programmes/{p}/versions/load/",
        "/programmes/load/",
        f"/programmes/{p}/pack/",
    ):
        r = s.get(path)
        assert r.status_code == 200, path
    h = stage.browser(Role.SECTION_HEAD)
    r = h.get(f"/programmes/{p}/publish/")
    assert r.status_code == 200
    r = h.get(f"/programmes/{p}/preview/")
    assert r.status_code == 200
