"""From a history event to the people it concerns: messages inside the product, and reminders (催办)."""
