"""Days in form fields: a browser's date field shows nothing but 2018-03-23, so a form writes that one first.

The others are read as well, for that is how clerks type a day.
"""

DATE_INPUT_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"]
