"""Work in the background: scheduled jobs once per slot, long runs that can be left, safe when a worker dies."""
