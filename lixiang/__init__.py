"""Lixiang 立项: runs a project-based innovation programme from the published notice to the annual assessment."""
