"""The appraisal stage (验收考核): panels, conflicts of interest, assignment, score sheets."""
