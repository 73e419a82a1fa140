"""申报推荐: an organisation's slate, its quota, its deadline and extensions."""
