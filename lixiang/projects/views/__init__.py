"""The pages of projects: the list, the form, its files, hand-ins and papers."""
