"""What a job is and when it is due: pure, so that slots, catching up and back-off can be read as sentences."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from lixiang.ui.written import SHANGHAI

START = datetime(2000, 1, 1, tzinfo=SHANGHAI)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)


@dataclass(frozen=True)
class Job:
    """A function of the `jobs` floor and its rhythm: every so many seconds, or each day at a time in Shanghai.

    With neither it runs only when somebody starts it. The function takes `at`; a `long` one takes `progress` too, and
    whatever words it was started with. `attempts` is how often it is tried before its run counts as failed.
    """

    code: str
    title: str
    function: str
    every: int = 0
    daily_at: time | None = None
    long: bool = False
    attempts: int = 5

    def __post_init__(self) -> None:
        if self.every and self.daily_at is not None:
            raise ValueError(f"{self.code} has two rhythms")

    @property
    def is_scheduled(self) -> bool:
        return bool(self.every) or self.daily_at is not None

    def slot_at(self, at: datetime) -> datetime | None:
        """The slot that has come last: slots missed before it are never made up for, so that it runs once."""
        if self.every:
            return START + (at - START) // timedelta(seconds=self.every) * timedelta(seconds=self.every)
        if self.daily_at is None:
            return None
        today = datetime.combine(at.astimezone(SHANGHAI).date(), self.daily_at, SHANGHAI)
        return today if today <= at else today - timedelta(days=1)

    def next_after(self, at: datetime) -> datetime | None:
        """The slot that comes next."""
        slot = self.slot_at(at)
        return slot and slot + (timedelta(seconds=self.every) if self.every else timedelta(days=1))

    @property
    def words(self) -> str:
        """每10秒, 每10分钟, 每天03:30, 按需."""
        if self.daily_at is not None:
            return f"每天{self.daily_at:%H:%M}"
        if not self.every:
            return "按需"
        return f"每{self.every // 60}分钟" if self.every % 60 == 0 else f"每{self.every}秒"


def wait_after(failures: int) -> timedelta:
    """How long to wait after so many failures: 30 s, then twice as long each time, at most an hour."""
    return min(FIRST_WAIT * 2 ** min(failures - 1, 12), LONGEST_WAIT)
