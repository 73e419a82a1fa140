"""The register of numbers: one series per 机关代字 and calendar year, no gap, no number twice."""

from django.db import transaction

from lixiang.documents.models import NumberSeries
from lixiang.documents.numbers import DocumentNumber


def take_number(code: str, *, year: int, first: int = 1) -> DocumentNumber:
    """The next number of a series, which stays locked until the transaction ends; a rollback gives it back.

    `first` is where a series begins that the office led on paper before. RuntimeError outside a transaction,
    ValueError for a code that makes no well-formed number.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("take_number() outside a transaction")
    if not code.strip() or first < 1:
        raise ValueError("机关代字不能为空，首个序号不能小于1。")
    series = _locked(code, year, first)
    series.last += 1
    series.save(update_fields=["last"])
    return DocumentNumber(code, year, series.last)


def _locked(code: str, year: int, first: int) -> NumberSeries:
    """The row of the series, locked; made for a new year (the unique constraint decides between two makers)."""
    series = NumberSeries.objects.select_for_update(no_key=True).filter(code=code, year=year).first()
    if series is None:
        NumberSeries.objects.bulk_create([NumberSeries(code=code, year=year, last=first - 1)], ignore_conflicts=True)
        series = NumberSeries.objects.select_for_update(no_key=True).get(code=code, year=year)
    return series
