"""What is told of the annual assessment: nothing by itself, since the 通报 is told of as every document is; pure."""

from lixiang.messaging.rules.told import NOBODY

ASSESSMENT = {("assessment", verb): NOBODY for verb in ("compute", "confirm", "issue", "supersede")}
