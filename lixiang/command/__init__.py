"""The `lixiang` script: one file per command."""
