"""Who may do what in outcomes; never asks about states or dates."""

from lixiang.outcomes.permissions.archives import makes_archives, may_archive, may_see, sees_archives

__all__ = ["makes_archives", "may_archive", "may_see", "sees_archives"]
