"""The workbooks that go out and come in: their columns, a writer, a careful reader, and what an import would do."""
