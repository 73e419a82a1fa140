"""批次: the notice as data, its catalogue of topics, its versions and its opening notice."""
