"""立项审批: opinions, decisions, publicity and the approval documents."""
