"""实施: milestones, reports, meetings, inspections and changes of the projects under agreement."""
