"""docs/architecture.md and docs/glossary.md as tests that fail when the code leaves them."""
