"""Pure rules of the desk: lines of the worklist, the rail of a project's life, the calendar, the shapes of charts."""
