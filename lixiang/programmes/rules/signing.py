"""The setting that has official documents signed by a certificate."""

from collections.abc import Iterator
from dataclasses import dataclass

from lixiang.programmes.rules.kind import Kind, Say, joined

UNSIGNED = frozenset({"publicity", "supplementary_agreement", "minutes"})


@dataclass(frozen=True, kw_only=True)
class Signing(Kind):
    """The official documents that go out signed by the certificate of the managing organisation.

    `beside` are words of the paper over which a seal server puts the seal; empty for the name of the issuing organ.
    """

    TITLE = "电子签名"
    IS_RULE = False
    ONCE = True
    REFERS = {"papers": ("programmes.document",)}

    papers: tuple[str, ...]
    beside: str = ""

    def in_words(self, say: Say) -> str:
        papers = joined([say("programmes.document", paper) for paper in self.papers])
        place = f"“{self.beside}”处" if self.beside else "署名处"
        return f"{papers}由主管单位以其数字证书电子签名，用电子印章的盖在{place}；其他公文用纸质印章。"

    def faults(self) -> Iterator[str]:
        if not self.papers:
            yield "papers 应写明至少一种公文"
        if len(set(self.papers)) < len(self.papers):
            yield "papers 每种公文只写一次"
        for paper in sorted(UNSIGNED.intersection(self.papers)):
            yield f"papers 不含 {paper}：公示、补充协议不编文号，纪要不加盖印章"
