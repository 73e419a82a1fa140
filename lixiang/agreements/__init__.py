"""责任书: the responsibility agreement between the department and the nominating organisation."""
