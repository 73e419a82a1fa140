"""The cast, the demo, the rehearsal with its moved clock, and the check of all invariants."""
